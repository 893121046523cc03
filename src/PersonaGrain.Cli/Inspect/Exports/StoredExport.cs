using System.Runtime.CompilerServices;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Searches;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Indexing;

namespace PersonaGrain.Cli.Inspect.Exports;

/// <summary>
/// Writes the members of a segment of a store, which is only read. Constant memory, one page at a time; but where they are sorted and the machine drives the
/// store's clock, so that the index may be behind, see <see cref="SortedMembers"/>.
/// </summary>
internal sealed class StoredExport(PersonaConsole console, StoreReader reader, ExportRequest request)
{
    private const int Page = 500;
    private SearchRefused? _refused;
    private (double Error, bool IsComplete)? _order;
    private bool _isTooMany;
    private long _count;

    /// <summary>How many were written.</summary>
    public long Count => _count;

    /// <summary>Writes, and hands back the exit code.</summary>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellation)
    {
        if (Shape() is not { } shape)
        {
            return (int)ExitCode.Refused;
        }

        var total = Math.Min(request.Limit ?? long.MaxValue, await reader.CountAsync(request.Segment, cancellation));
        using (var rows = RowWriter.Of(request.Csv, shape, output))
        {
            await ProgressDisplay.ShowAsync(
                console,
                () => WriteAsync(shape, rows, cancellation),
                () => total <= 0 ? 1 : Math.Min(1, (double)_count / total),
                () => $"{_count:N0} members of {request.Segment}");
        }

        if (_refused is not null)
        {
            return SearchWords.Tell(console, _refused);
        }

        if (_isTooMany)
        {
            return console.Fail(
                ExitCode.Refused,
                FormattableString.Invariant($"{request.Segment} has more than {SortedMembers.Maximum:N0} members")
                    + ", too many to be sorted without the index of the store, which may be behind",
                "serve the store (persona serve) and export with --url; or export with --limit, or without --sort");
        }

        if (_order is var (error, isComplete))
        {
            SearchWords.TellOrder(console, error, isComplete);
            SearchWords.TellLeftOut(console, request, total - _count);
        }

        return (int)ExitCode.Done;
    }

    private RowShape? Shape()
    {
        var fields = new List<ProfileField>();
        foreach (var name in request.Fields)
        {
            if (!ProfileFields.TryFind(name, reader.CatalogOf(request.Segment), out var field, out var fault))
            {
                console.Fail(ExitCode.Refused, fault);
                return null;
            }

            fields.Add(field);
        }

        return new RowShape(request.Segment, fields) { IsSorted = request.Sort is not null, HasReasons = request.Reasons };
    }

    private async Task WriteAsync(RowShape shape, RowWriter rows, CancellationToken cancellation)
    {
        var read = new RowReader(shape, (profile, token) => reader.ReadAsync(profile, shape, token));
        var left = request.Limit ?? long.MaxValue;
        await foreach (var page in Pages(cancellation))
        {
            foreach (var row in (await read.ReadAsync(page, cancellation)).Take((int)Math.Min(left, int.MaxValue)))
            {
                rows.Write(row);
                (left, _count) = (left - 1, _count + 1);
            }

            if (left == 0)
            {
                return;
            }
        }
    }

    private IAsyncEnumerable<ListedProfile[]> Pages(CancellationToken cancellation) =>
        request.Sort is null ? MembersAsync(cancellation)
        : reader.IsCurrent ? FoundAsync(cancellation)
        : SortedAsync(cancellation);

    private async IAsyncEnumerable<ListedProfile[]> SortedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Whether the field is indexed, and whether everybody has come to the catalog, the index says.
        var answer = await reader.SearchAsync(Search(null) with { Limit = 1 }, cancellation);
        _refused = answer as SearchRefused;
        if (answer is not ProfilePage page)
        {
            yield break;
        }

        _order = (0, page.IsComplete);
        var sorted = await new SortedMembers(reader, request).ReadAsync(MembersAsync(cancellation), cancellation);
        _isTooMany = sorted is null;
        foreach (var some in (sorted ?? []).Chunk(Page))
        {
            yield return some;
        }
    }

    private async IAsyncEnumerable<ListedProfile[]> MembersAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var page = new List<ListedProfile>(Page);
        await foreach (var member in reader.MembersAsync(request.Segment, cancellation))
        {
            page.Add(ListedProfile.Of(request.Segment, member));
            if (page.Count == (request.Sort is null ? Math.Min(Page, request.Limit ?? Page) : Page))
            {
                yield return [.. page];
                page.Clear();
            }
        }

        yield return [.. page];
    }

    private async IAsyncEnumerable<ListedProfile[]> FoundAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? cursor = null;
        do
        {
            var answer = await reader.SearchAsync(Search(cursor), cancellation);
            _refused = answer as SearchRefused;
            if (answer is not ProfilePage page)
            {
                yield break;
            }

            _order = (page.Error, page.IsComplete);
            yield return [.. page.Profiles.Select(ListedProfile.Of)];
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private ProfileSearch Search(string? cursor) => new()
    {
        SortBy = request.Field,
        Descending = request.Descending,
        Segment = request.Segment,
        OfAccounts = reader.CatalogOf(request.Segment).IsOfAccounts,
        Cursor = cursor,
        Limit = Math.Min(Page, request.Limit ?? Page),
    };
}
