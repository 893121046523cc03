using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>Segments as of an instant to come, as they will be if nothing arrives until then.</summary>
/// <remarks>
/// Exact: whoever may change by time alone is known, since each profile knows when it changes next, and lives on as a copy; everybody else stays what they are. So it costs
/// as many profiles as may change until then, not as there are. What all people together say stays as it is, and so does the catalog. Who can not be read stays what is recorded of it.
/// Foreseen counts have no mean score. Signals that come while a list is read may count, or not yet.
/// </remarks>
public sealed class SegmentFuture
{
    /// <summary>The most profiles that may change until then: their keys are read with the first page.</summary>
    public const int MostDue = 100_000;

    /// <summary>The most of them that live on to be counted: seconds, where silos have to load them.</summary>
    public const int MostCounted = 10_000;

    /// <summary>The most of them that live on for one page of members; it may have fewer members than were asked for, and another one after it.</summary>
    public const int MostOfAPage = 500;

    /// <summary>Who is a member for no longer than since this before it was found out who may change is looked at too: clocks of silos differ by less.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    /// <summary>How many are asked at once.</summary>
    internal const int AtOnce = 4;

    private readonly IProfileGrid _grid;
    private readonly AccountsAhead _accounts;
    private readonly IReadOnlyList<MemberPlace> _due;
    private readonly Instant _read;
    private readonly SegmentPast? _past;

    private SegmentFuture(IProfileGrid grid, Instant at, SegmentPast past) => (_grid, At, _accounts, _due, _past) = (grid, at, grid.Times.AccountsAhead(at), [], past);

    private SegmentFuture(IProfileGrid grid, Instant at, DueProfiles due) => (_grid, At, _accounts, _due, _read) = (grid, at, grid.Times.AccountsAhead(at), due.Places, due.Read);

    /// <summary>The instant that it is of.</summary>
    public Instant At { get; }

    /// <summary>Whether the instant has come: then all is told as it was recorded, and members in the same order.</summary>
    public bool HasCome => _past is not null;

    /// <summary>Whether a cursor is one of a list of members as of an instant to come; such a list goes on as one though the instant comes meanwhile.</summary>
    public static bool GaveOut(string? cursor) => cursor?.StartsWith(MemberPlace.Mark, StringComparison.Ordinal) == true;

    /// <summary>Finds out who may change until an instant.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="at">The instant.</param>
    /// <param name="segment">The segment that is asked for; null for all.</param>
    /// <param name="isFurther">For another page of a list: then what was found for the page before serves for a minute.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">The instant is too far ahead, too many profiles may change, profiles have not come to the catalog yet, or accounts are asked for what their members become.</exception>
    public static async ValueTask<SegmentFuture> ReadAsync(IProfileGrid grid, Instant at, string? segment, CancellationToken cancellation, bool isFurther = false)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var status = await grid.StatusAsync(cancellation);
        if (at <= status.Now)
        {
            return new SegmentFuture(grid, at, await SegmentPast.ReadAsync(grid, at, segment, cancellation));
        }

        ProfileTimes.ThrowIfTooFar(status.Now, at);
        if (status.Reevaluation is { } progress)
        {
            throw new AsOfUnavailableException(
                $"only {progress.Done:N0} of {progress.Total:N0} profiles have come to what is in force, a catalog or what all people together say: what segments will be is told once all have; ask again soon");
        }

        var catalog = grid.Catalog;
        var asked = catalog.Segments.Where(one => segment is null || one.Name == segment).Select(one => (one.Name, Ties: TiesAsked.Of(catalog, one.Name))).ToArray();
        if (Array.Find(asked, static one => one.Ties.MemberSegments) is { Name: { } asking })
        {
            throw new AsOfUnavailableException(
                $"segment {asking} hangs on the segments of the members of accounts, which change each other in turn: what it will be is not told; ask for other segments, or without 'at'");
        }

        var withMembers = Array.Exists(asked, static one => one.Ties.Accounts);
        return new SegmentFuture(grid, at, await grid.Times.DueAsync(grid, at, status.Now, withMembers, isFurther, cancellation));
    }

    /// <summary>Segments with their counts, in the order in which the grid tells them.</summary>
    /// <param name="segment">The only one that is wanted; null for all.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">More than <see cref="MostCounted"/> profiles may change until then.</exception>
    public async ValueTask<IReadOnlyList<SegmentView>> ViewsAsync(string? segment, CancellationToken cancellation)
    {
        if (_past is { } past)
        {
            return [.. _grid.Catalog.Segments.Where(one => segment is null || one.Name == segment).Select(past.View)];
        }

        if (_due.Count > MostCounted)
        {
            throw new AsOfUnavailableException(
                $"{_due.Count:N0} profiles may change until {At}, and more than {MostCounted:N0} are not counted; ask for an earlier instant, for the members by page, or for the forecast");
        }

        var counts = await ForeseenCounts.ReadAsync(_grid, segment, [.. _due.Select(static place => place.Profile)], cancellation);
        foreach (var some in _due.Chunk(AtOnce))
        {
            foreach (var each in await ForeseeAsync(some, cancellation))
            {
                counts.Add(each);
            }
        }

        return counts.Views();
    }

    /// <summary>A page of the members of a segment, in the order in which the grid tells them: each is decided once, by its place, whatever happens between two pages.</summary>
    /// <param name="segment">The segment; of the catalog in force.</param>
    /// <param name="cursor">Null for the first page, else <see cref="MemberPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that was given out.</exception>
    public async ValueTask<MemberPage> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var after = cursor is null ? (MemberPlace?)null : MemberPlace.Parse(cursor);
        return await (_past is { } past ? RecordedAsync(past, after, limit, cancellation) : ForeseenAsync(segment, after, limit, cancellation));
    }

    private async ValueTask<MemberPage> RecordedAsync(SegmentPast past, MemberPlace? after, int limit, CancellationToken cancellation)
    {
        var members = past.Members.ToDictionary(static member => member.Profile);
        MemberPlace[] rest = [.. (await _grid.Times.PlacesAsync([.. members.Keys], cancellation)).Where(place => IsBehind(place, after)).Order()];
        return new MemberPage([.. rest.Take(limit).Select(place => members[place.Profile])], rest.Length > limit ? rest[limit - 1].ToString() : null);
    }

    private async ValueTask<MemberPage> ForeseenAsync(string segment, MemberPlace? after, int limit, CancellationToken cancellation)
    {
        // 1. Who is recorded as a member behind the cursor, up to some place, or to the end: as many as may be looked at, so that few pages are empty where all of them leave.
        var (recorded, places, isLast) = await ReadAsync(segment, after, Math.Max(limit, MostOfAPage), cancellation);

        // 2. Who may change, of the same stretch, and who came since that was found out: with them it is the line of all who may be members then.
        var ofAccounts = _grid.Catalog.Segments.Any(one => one.Name == segment && one.IsOfAccounts);
        var due = _due.Where(place => IsBehind(place, after) && (isLast || place <= places[^1]) && AccountKey.IsAccount(place.Profile) == ofAccounts).ToHashSet();
        due.UnionWith(places.Where(place => recorded[place.Profile].Since >= _read - Recent));
        MemberPlace[] line = [.. places.Union(due).Order()];

        // 3. Each in its turn, until the page is full, or has looked at as many as it may.
        var (members, foreseen, index) = (new List<Member>(), new Dictionary<ProfileId, ForeseenProfile>(), 0);
        for (; index < line.Length && members.Count < limit; index++)
        {
            var profile = line[index].Profile;
            if (due.Contains(line[index]) && !foreseen.ContainsKey(profile))
            {
                if (foreseen.Count >= MostOfAPage)
                {
                    break;
                }

                foreach (var each in await ForeseeAsync([.. line.Skip(index).Where(due.Contains).Take(AtOnce)], cancellation))
                {
                    foreseen[each.Profile] = each;
                }
            }

            if ((foreseen.TryGetValue(profile, out var then) && !then.IsPassedOver ? MemberOf(segment, then) : Find(recorded, profile)) is { } member)
            {
                members.Add(member);
            }
        }

        return new MemberPage(members, isLast && index == line.Length ? null : line[index - 1].ToString());
    }

    /// <summary>A page of those who are recorded, with their places in order; the last one of them is the last of all, or others stand behind it.</summary>
    private async ValueTask<(Dictionary<ProfileId, Member> Members, IReadOnlyList<MemberPlace> Places, bool IsLast)> ReadAsync(
        string segment, MemberPlace? after, int limit, CancellationToken cancellation)
    {
        var cursor = after is { } place ? _grid.Times.CursorBehind(place) : null;
        while (true)
        {
            var page = await _grid.MembersAsync(segment, cursor, limit, cancellation) ?? new MemberPage([], null);
            var members = page.Members.ToDictionary(static member => member.Profile);
            var places = await _grid.Times.PlacesAsync([.. members.Keys], cancellation);
            if (places.Count > 0 || page.Next is null)
            {
                return (members, places, page.Next is null);
            }

            cursor = page.Next;
        }
    }

    private async ValueTask<ForeseenProfile[]> ForeseeAsync(MemberPlace[] places, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await Task.WhenAll(places.Select(place => _grid.Times.ForeseeAsync(place.Profile, _accounts, At, cancellation).AsTask()));
    }

    private static bool IsBehind(MemberPlace place, MemberPlace? after) => after is not { } from || place > from;

    private static Member? MemberOf(string segment, ForeseenProfile foreseen) =>
        foreseen.Then?.MembershipIn(segment) is { } membership ? new Member(foreseen.Profile, membership.Since, membership.Version) : null;

    private static Member? Find(Dictionary<ProfileId, Member> members, ProfileId profile) => members.TryGetValue(profile, out var member) ? member : null;
}
