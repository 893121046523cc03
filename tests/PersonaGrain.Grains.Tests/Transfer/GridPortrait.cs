using PersonaGrain.Grid;
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
            await AddProfileAsync(grid, profile, lines, cancellation);
        }

        foreach (var segment in await grid.SegmentsAsync(cancellation))
        {
            lines.Add($"{segment.Id}: {segment.Count} members, {segment.Entered} entered, {segment.Exited} exited, mean {segment.MeanScore:F5}, {string.Join(' ', segment.Flow)}");
            var members = (await grid.MembersAsync(segment.Id, null, 1_000, cancellation)).ShouldNotBeNull().Members;
            lines.AddRange(members.Select(member => $"{segment.Id} has {member}"));
        }

        // Flips of several segments at one instant have no order among themselves, nor have profiles.
        lines.AddRange((await grid.EventsAsync(0, 10_000, cancellation)).Events.Select(one => $"{one.Profile} {one.Kind} {one.Subject} {one.Version} at {one.At}"));
        lines.Sort(StringComparer.Ordinal);
        return lines;
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
        lines.AddRange(person.Links.Select(link => $"{person.Profile} has {link}"));
        var timeline = (await grid.TimelineAsync(profile, 100, cancellation)).ShouldNotBeNull();
        lines.AddRange(timeline.Select(entry => $"{view.Id} did {entry.Signal.Id} {entry.Signal.Type} at {entry.Signal.Time}"));
    }
}
