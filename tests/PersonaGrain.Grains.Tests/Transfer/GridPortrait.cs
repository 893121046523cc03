using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Transfer;

/// <summary>Everything that a grid answers, as lines: two grids that give the same lines are the same to who asks.</summary>
internal static class GridPortrait
{
    public static async Task<List<string>> OfAsync(IProfileGrid grid, IEnumerable<ProfileId> profiles, CancellationToken cancellation)
    {
        var lines = new List<string>();
        foreach (var profile in profiles)
        {
            await (AccountKey.IsAccount(profile) ? AddAccountAsync(grid, profile, lines, cancellation) : AddProfileAsync(grid, profile, lines, cancellation));
        }

        foreach (var segment in (await grid.SegmentsAsync(cancellation)).Where(segment => !IsOfAccounts(grid, segment.Id)))
        {
            lines.Add($"{segment.Id}: {segment.Count} members, {segment.Entered} entered, {segment.Exited} exited, mean {segment.MeanScore:F5}, {string.Join(' ', segment.Flow)}");
            var members = (await grid.MembersAsync(segment.Id, null, 1_000, cancellation)).ShouldNotBeNull().Members;
            lines.AddRange(members.Select(member => $"{segment.Id} has {member}"));
        }

        await AddIndexAsync(grid, lines, cancellation);

        // Flips of several segments at one instant have no order among themselves, nor have profiles.
        lines.AddRange((await grid.EventsAsync(0, 10_000, cancellation)).Events
            .Where(static one => !AccountKey.IsAccount(one.Profile)).Select(one => $"{one.Profile} {one.Kind} {one.Subject} {one.Version} at {one.At}"));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>What the index has: of scores, which lie within an error of it, only whom.</summary>
    private static async Task AddIndexAsync(IProfileGrid grid, List<string> lines, CancellationToken cancellation)
    {
        var fields = grid.Catalog.IndexedFields.Select(static field => (field, false)).Concat(grid.Catalog.OfAccounts.IndexedFields.Select(static field => (field, true)));
        foreach (var (field, ofAccounts) in fields)
        {
            var search = new ProfileSearch { SortBy = field.Name, OfAccounts = ofAccounts, Limit = 1_000 };
            var page = (await grid.SearchAsync(search, cancellation)).ShouldBeOfType<ProfilePage>();
            page.IsComplete.ShouldBeTrue();
            foreach (var (profile, value) in page.Profiles)
            {
                lines.Add($"{field.Name} of {profile} is {(page.Error > 0 ? "indexed" : value)}");
                if (page.Error > 0)
                {
                    var score = (await grid.ProfileAsync(profile, cancellation)).ShouldNotBeNull().Scores[field.Name[IndexedField.ScorePrefix.Length..]];
                    value.Number.ShouldBe(score, page.Error + 1e-6);
                }
            }
        }
    }

    private static bool IsOfAccounts(IProfileGrid grid, string segment) => grid.Catalog.Segments.First(one => one.Name == segment).IsOfAccounts;

    /// <summary>What an account has. When it heard of its members is each grid's own, and with it since when it is in a segment.</summary>
    private static async Task AddAccountAsync(IProfileGrid grid, ProfileId account, List<string> lines, CancellationToken cancellation)
    {
        if (await grid.ProfileAsync(account, cancellation) is not { } view)
        {
            return;
        }

        lines.Add($"{view.Id}: {view.Signals} signals from {view.FirstSeen} to {view.LastSeen}, flips {view.NextFlip}, catalog {view.CatalogVersion}");
        lines.AddRange(view.Memberships.Select(membership => $"{view.Id} is in {membership.Segment}"));
        lines.AddRange(view.Scores.Select(score => $"{view.Id} has {score.Key} {score.Value:F8}"));
        lines.AddRange(view.Traits.Select(trait => $"{view.Id} has {trait}"));
        var members = (await grid.AccountMembersAsync(account, null, 100, cancellation)).ShouldNotBeNull().Members;
        lines.AddRange(members.Select(member =>
            $"{view.Id} has {member.Person} as '{member.Role}' since {member.Since}, seen {member.LastSeen}, in {string.Join(' ', member.Segments.Order(StringComparer.Ordinal))}"));
        foreach (var segment in view.Memberships.Select(static membership => membership.Segment))
        {
            (await grid.MembersAsync(segment, null, 100, cancellation)).ShouldNotBeNull().Members.ShouldContain(member => member.Profile == account);
        }
    }

    private static async Task AddProfileAsync(IProfileGrid grid, ProfileId profile, List<string> lines, CancellationToken cancellation)
    {
        if (await grid.ProfileAsync(profile, cancellation) is not { } view)
        {
            return;
        }

        lines.Add($"{view.Id}: {view.Signals} signals from {view.FirstSeen} to {view.LastSeen}, in {view.Segment}, flips {view.NextFlip}, catalog {view.CatalogVersion}");
        lines.AddRange(view.Memberships.Select(membership => $"{view.Id} is in {membership}"));
        lines.AddRange(view.Scores.Select(score => $"{view.Id} has {score.Key} {score.Value:F8}"));
        lines.AddRange(view.Traits.Select(trait => $"{view.Id} has {trait}"));
        var person = (await grid.PersonAsync(profile, cancellation)).ShouldNotBeNull();
        lines.Add($"{profile} is {person.Profile}, parted from {string.Join(' ', person.Parted)}");
        lines.AddRange(person.Links.Select(link => $"{person.Profile} has {link with { Join = string.Empty }}"));
        var timeline = (await grid.TimelineAsync(profile, 100, cancellation)).ShouldNotBeNull();
        lines.AddRange(timeline.Select(entry => $"{view.Id} did {entry.Signal.Id} {entry.Signal.Type} at {entry.Signal.Time}"));
    }
}
