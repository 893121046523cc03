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
        .Select(segment => SegmentBoard.ChangeOf(segment.Name, segment.Entry));

    /// <summary>The last firing of every trigger that fired; of one that the catalog lost the instant is not known exactly.</summary>
    internal static IEnumerable<TriggerFiring> LastFirings(CatalogModel model, ProfileState state) => state.Triggers
        .Select((entry, index) => (model.Triggers[index].Name, model.Triggers[index].Within, Entry: entry))
        .Concat((state.FormerTriggers ?? []).OrderBy(former => former.Key, StringComparer.Ordinal).Select(former => (Name: former.Key, Within: 0L, Entry: former.Value)))
        .Where(trigger => trigger.Entry.Version > 0)
        .Select(trigger => new TriggerFiring(trigger.Name, new Instant(trigger.Entry.FiredFor + trigger.Within), trigger.Entry.Version));
}
