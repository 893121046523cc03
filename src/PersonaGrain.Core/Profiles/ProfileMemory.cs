using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Segments;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles;

/// <summary>What a state remembers of changes and firings whose own entries may be gone.</summary>
internal static class ProfileMemory
{
    /// <summary>The last change of every segment that the profile was ever in, those that the catalog lost included.</summary>
    internal static IEnumerable<MembershipChange> LastChanges(CatalogModel model, ProfileState state) => state.Segments
        .Select((entry, index) => (model.Segments[index].Name, Entry: entry))
        .Concat((state.FormerSegments ?? []).OrderBy(former => former.Key, StringComparer.Ordinal).Select(former => (Name: former.Key, Entry: former.Value)))
        .Where(segment => segment.Entry.Version > 0)
        .Select(segment => SegmentEvaluator.ChangeOf(segment.Name, segment.Entry));

    /// <summary>The last firing of every trigger that fired; where only its version is remembered, its instant is the default.</summary>
    internal static IEnumerable<TriggerFiring> LastFirings(CatalogModel model, ProfileState state) => state.Triggers
        .Select((entry, index) => Last(model.Triggers[index].Name, entry))
        .Concat((state.FormerTriggers ?? []).OrderBy(former => former.Key, StringComparer.Ordinal).Select(former => new TriggerFiring(former.Key, default, former.Value)))
        .Where(firing => firing.Version > 0);

    private static TriggerFiring Last(string name, in TriggerEntry entry)
    {
        foreach (ref readonly var arming in entry.Timeline is { } timeline ? timeline.Armings : [])
        {
            if (arming.State == ArmingState.Fired && arming.Version == entry.Version)
            {
                return new TriggerFiring(name, new Instant(arming.Deadline), arming.Version) { Armed = new Instant(arming.Time) };
            }
        }

        return new TriggerFiring(name, default, entry.Version);
    }
}
