using PersonaGrain.Segments;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Storage;

/// <summary>A membership change as the segment sees it.</summary>
/// <param name="Position">Its place in the grid's order of commits.</param>
/// <param name="Actor">Who entered or left.</param>
/// <param name="Change">The change, with the score that aggregates add up.</param>
public readonly record struct SegmentEvent(long Position, ActorId Actor, MembershipChange Change);

/// <summary>A page of membership changes.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="Next">The position to read on after. On a complete page it is the newest position of all events, so that a quiet shard moves on too.</param>
/// <param name="Complete">There was nothing beyond this page when it was read.</param>
public sealed record SegmentEventPage(IReadOnlyList<SegmentEvent> Events, long Next, bool Complete);
