using System.Buffers.Text;
using System.Text;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>Segments as of an instant to come, as they will be if nothing arrives until then.</summary>
/// <remarks>
/// Exact: whoever may change by time alone is known, since each profile knows when it changes next, and lives on as a copy; everybody else stays what they are. So it costs
/// as many profiles as may change until then, not as there are. What all people together say stays as it is, and so does the catalog. Who can not be read is passed over. Foreseen counts have no mean score.
/// </remarks>
public sealed class SegmentFuture
{
    /// <summary>The most profiles that may change until then: their keys are read with each page.</summary>
    public const int MostDue = 100_000;

    /// <summary>The most of them that live on to be counted: seconds.</summary>
    public const int MostCounted = 20_000;

    /// <summary>The most of them that live on for one page of members; it may have fewer members than were asked for, and another one after it.</summary>
    public const int MostOfAPage = 500;

    private const int AtOnce = 4;

    /// <summary>What cursors among those who stay begin with; those among who may change begin with <see cref="Changing"/>.</summary>
    private const string Staying = "s.";
    private const string Changing = "c.";

    private readonly IProfileGrid _grid;
    private readonly AccountsAhead _accounts;
    private readonly IReadOnlyList<ProfileId> _due;

    private SegmentFuture(IProfileGrid grid, Instant at, IReadOnlyList<ProfileId> due) => (_grid, At, _accounts, _due) = (grid, at, grid.Times.AccountsAhead(at), due);

    /// <summary>The instant that it is of.</summary>
    public Instant At { get; }

    /// <summary>Finds out who may change until an instant.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="at">The instant; not before now.</param>
    /// <param name="segment">The segment that is asked for; null for all.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">The instant is too far ahead, too many profiles may change, profiles have not come to the catalog yet, or accounts are asked for what their members become.</exception>
    public static async ValueTask<SegmentFuture> ReadAsync(IProfileGrid grid, Instant at, string? segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var status = await grid.StatusAsync(cancellation);
        ProfileTimes.ThrowIfTooFar(status.Now, at);
        if (status.Reevaluation is { } progress)
        {
            throw new AsOfUnavailableException(
                $"only {progress.Done:N0} of {progress.Total:N0} profiles have come to the catalog in force: what segments will be is told once all have; ask again soon");
        }

        var catalog = grid.Catalog;
        var asked = catalog.Segments.Where(one => segment is null || one.Name == segment).Select(one => (one.Name, Ties: TiesAsked.Of(catalog, one.Name))).ToArray();
        if (Array.Find(asked, static one => one.Ties.MemberSegments) is { Name: { } asking })
        {
            throw new AsOfUnavailableException(
                $"segment {asking} hangs on the segments of the members of accounts, which change each other in turn: what it will be is not told; ask for other segments, or without 'at'");
        }

        var withMembers = Array.Exists(asked, static one => one.Ties.Accounts);
        return new SegmentFuture(grid, at, await grid.Times.DueAsync(at, MostDue, withMembers, cancellation));
    }

    /// <summary>Segments with their counts, in the order in which the grid tells them.</summary>
    /// <param name="segment">The only one that is wanted; null for all.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">More than <see cref="MostCounted"/> profiles may change until then.</exception>
    public async ValueTask<IReadOnlyList<SegmentView>> ViewsAsync(string? segment, CancellationToken cancellation)
    {
        if (_due.Count > MostCounted)
        {
            throw new AsOfUnavailableException(
                $"{_due.Count:N0} profiles may change until {At}, and more than {MostCounted:N0} are not counted; ask for an earlier instant, for the members by page, or for the forecast");
        }

        var aggregates = new Dictionary<string, (SegmentDefinition Segment, SegmentAggregate Aggregate)>();
        foreach (var view in await _grid.SegmentsAsync(cancellation))
        {
            if ((segment is null || view.Id == segment) && _grid.Catalog.Segments.FirstOrDefault(one => one.Name == view.Id) is { } known)
            {
                aggregates[view.Id] = (known, SegmentAggregate.Of(view.Entered, view.Exited, 0, 0, view.Flow));
            }
        }

        foreach (var some in _due.Chunk(AtOnce))
        {
            foreach (var reading in await ForeseeAsync(some, cancellation))
            {
                foreach (var entry in reading.Foreseen)
                {
                    if (entry.Kind == JournalEntryKind.Change && aggregates.TryGetValue(entry.Subject, out var one))
                    {
                        one.Aggregate.Apply(entry.Change);
                    }
                }
            }
        }

        return [.. aggregates.Values.Select(static one => one.Aggregate.ToView(one.Segment) with { MeanScore = null })];
    }

    /// <summary>A page of the members of a segment: first those who stay, in the order in which the grid tells them, then those who may change, by key.</summary>
    /// <param name="segment">The segment; of the catalog in force.</param>
    /// <param name="cursor">Null for the first page, else <see cref="MemberPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that was given out.</exception>
    public async ValueTask<MemberPage> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (cursor is null || cursor.StartsWith(Staying, StringComparison.Ordinal))
        {
            var page = await _grid.MembersAsync(segment, cursor?[Staying.Length..], limit, cancellation) ?? new MemberPage([], null);
            var changing = _due.ToHashSet();
            return new MemberPage([.. page.Members.Where(member => !changing.Contains(member.Profile))], page.Next is { } next ? Staying + next : FirstOfChanging());
        }

        var after = cursor.StartsWith(Changing, StringComparison.Ordinal) && TryRead(cursor.AsSpan(Changing.Length), out var key)
            ? key
            : throw new FormatException("the cursor is not one that was given out");
        return await ChangingAsync(segment, after, limit, cancellation);
    }

    private string? FirstOfChanging() => _due.Count == 0 ? null : Changing;

    private async ValueTask<MemberPage> ChangingAsync(string segment, string after, int limit, CancellationToken cancellation)
    {
        var ofAccounts = _grid.Catalog.Segments.Any(one => one.Name == segment && one.IsOfAccounts);
        var left = _due.SkipWhile(profile => string.CompareOrdinal(profile.Value, after) <= 0).Where(profile => AccountKey.IsAccount(profile) == ofAccounts).ToArray();
        var members = new List<Member>();
        var looked = 0;
        while (looked < left.Length && looked < MostOfAPage && members.Count < limit)
        {
            var some = left.AsSpan(looked, Math.Min(Math.Min(AtOnce, limit - members.Count), left.Length - looked)).ToArray();
            looked += some.Length;
            foreach (var reading in await ForeseeAsync(some, cancellation))
            {
                if (reading.MembershipIn(segment) is { } membership)
                {
                    members.Add(new Member(reading.Id, membership.Since, membership.Version));
                }
            }
        }

        return new MemberPage(members, looked == left.Length ? null : Changing + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(left[looked - 1].Value)));
    }

    private async ValueTask<IEnumerable<ProfileReading>> ForeseeAsync(ProfileId[] profiles, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var readings = await Task.WhenAll(profiles.Select(profile => _grid.Times.ForeseeAsync(profile, _accounts, At, cancellation).AsTask()));
        return readings.OfType<ProfileReading>();
    }

    private static bool TryRead(ReadOnlySpan<char> text, out string key)
    {
        key = string.Empty;
        var bytes = new byte[text.Length];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            return false;
        }

        key = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
