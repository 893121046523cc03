using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Indexing;

namespace PersonaGrain.Cli.Searches;

/// <summary>Searches a store, which is only read: also one that a process serves.</summary>
internal sealed class StoredSearch(PersonaConsole console, StoreRequest request) : IProfileSearch
{
    private StoreReading? _store;

    /// <inheritdoc />
    public async Task<GridAnswer> PageAsync(JsonObject search, CancellationToken cancellation)
    {
        if (_store is null && Open() is { } exit)
        {
            return GridAnswer.Failed(exit);
        }

        var faults = new FaultList();
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(search.ToJsonString()));
        if (SearchRequestReader.Read(new Node(document.RootElement, "$", faults), _store!.Catalog, ProfileSearch.MaximumLimit) is not { } asked)
        {
            foreach (var fault in faults.Listed)
            {
                console.Fail(ExitCode.Refused, $"{fault.Path}: {fault.Message}");
            }

            return GridAnswer.Failed((int)ExitCode.Refused);
        }

        return await _store.SearchAsync(asked.Search, cancellation) switch
        {
            ProfilePage page => GridAnswer.Of(await ReadAsync(asked, page, cancellation), RowJson.WritePage),
            SearchRefused refused => GridAnswer.Failed(SearchWords.Tell(console, refused)),
            var other => throw new InvalidOperationException($"no result of a search: {other}"),
        };
    }

    /// <inheritdoc />
    public void Dispose() => _store?.Dispose();

    private async Task<RowListing> ReadAsync(SearchRequest asked, ProfilePage page, CancellationToken cancellation)
    {
        var now = _store!.AsOf(_store.Now);
        var reader = new RowReader(
            asked.Shape, async (profile, token) => await now.ProfileAsync(profile, token) is { } view ? new RowReader.Reading(view, null) : null);
        var rows = await reader.ReadAsync([.. page.Profiles.Select(ListedProfile.Of)], cancellation);
        return new RowListing(asked.Shape, rows, page.Next) { Order = (page.Error, page.IsComplete) };
    }

    private int? Open()
    {
        switch (StoreReading.Open(request.Folder, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                _store = store;
                SearchWords.TellAge(console, store);
                return null;
            case StoreReadingOpening.Unreadable(var why):
                return StoreFaults.Tell(console, request, why);
            default:
                return StoreFaults.TellMissing(console, request.Folder);
        }
    }
}
