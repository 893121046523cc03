using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles.Times;

/// <summary>Who may change by time alone up to an instant, in the order in which members are told.</summary>
internal sealed class DueProfiles
{
    /// <summary>The most accounts whose people are looked up: some seconds where silos are asked.</summary>
    internal const int MostAccounts = 5_000;

    /// <summary>How long the pages of one list go on with what the first one found. Who was due and no longer is, is looked at all the same.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly (Instant At, bool WithMembers, ProfileMachine Machine, Instant Read) _of;

    private DueProfiles((Instant At, bool WithMembers, ProfileMachine Machine, Instant Read) of, IReadOnlyList<MemberPlace> places) => (_of, Places) = (of, places);

    /// <summary>They, in order.</summary>
    internal IReadOnlyList<MemberPlace> Places { get; }

    /// <summary>When they were read: who became a member since, or a little before, is not among them.</summary>
    internal Instant Read => _of.Read;

    /// <summary>Whether another page of the same list may go on with it.</summary>
    internal bool Serves(Instant at, bool withMembers, ProfileMachine machine, Instant now) =>
        _of.At == at && _of.WithMembers == withMembers && ReferenceEquals(_of.Machine, machine) && now >= _of.Read && now - _of.Read <= Kept;

    /// <summary>Finds out who.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="source">The engine behind it.</param>
    /// <param name="until">The instant.</param>
    /// <param name="now">What the grid's clock says.</param>
    /// <param name="withMembers">Also the people of accounts that may change.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">There are too many.</exception>
    internal static async ValueTask<DueProfiles> ReadAsync(
        IProfileGrid grid, IProfileTimeSource source, Instant until, Instant now, bool withMembers, CancellationToken cancellation)
    {
        var machine = source.InForce.Machine;
        var due = await source.DueAsync(until, SegmentFuture.MostDue, cancellation);
        ThrowIfTooMany(due.Count, until);
        var places = withMembers ? await WithMembersAsync(grid, source, due, until, cancellation) : due;
        return new DueProfiles((until, withMembers, machine, now), [.. places.Order()]);
    }

    private static async ValueTask<IEnumerable<MemberPlace>> WithMembersAsync(
        IProfileGrid grid, IProfileTimeSource source, IReadOnlySet<MemberPlace> due, Instant until, CancellationToken cancellation)
    {
        ProfileId[] accounts = [.. due.Select(static place => place.Profile).Where(AccountKey.IsAccount)];
        if (accounts.Length > MostAccounts)
        {
            throw new AsOfUnavailableException(
                $"more than {MostAccounts:N0} accounts may change until {until}, and people are asked for theirs: what segments will be is not told of so many; ask for an earlier instant, or for single profiles");
        }

        var known = due.Select(static place => place.Profile).ToHashSet();
        var people = new HashSet<ProfileId>();
        foreach (var chunk in accounts.Chunk(SegmentFuture.AtOnce))
        {
            var (some, after) = (chunk, new ProfileId?[chunk.Length]);
            do
            {
                cancellation.ThrowIfCancellationRequested();
                var (asked, from) = (some, after);
                var pages = await Task.WhenAll(asked.Select((account, index) => source.PassingOverAsync(
                    account, () => grid.AccountMembersAsync(account, from[index], AccountMemberPage.MaximumPage, cancellation), cancellation).AsTask()));
                people.UnionWith(pages.SelectMany(static page => page?.Members ?? []).Select(static member => member.Person).Where(person => !known.Contains(person)));
                ThrowIfTooMany(due.Count + people.Count, until);
                var left = pages.Select((page, index) => (Account: asked[index], page?.Next)).Where(static page => page.Next is not null).ToArray();
                (some, after) = ([.. left.Select(static page => page.Account)], [.. left.Select(static page => page.Next)]);
            }
            while (some.Length > 0);
        }

        return due.Concat(await source.PlacesAsync([.. people], cancellation));
    }

    private static void ThrowIfTooMany(int count, Instant until)
    {
        if (count > SegmentFuture.MostDue)
        {
            throw new AsOfUnavailableException(
                $"more than {SegmentFuture.MostDue:N0} profiles may change until {until}: what segments will be is not told of so many; ask for an earlier instant, for single profiles, or for the forecast");
        }
    }
}
