using PersonaGrain.Grid;
using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>What a search asks about the members of segments; as of the newest commit, or a moment before.</summary>
public interface ISegmentMembers
{
    /// <summary>How many members a segment has.</summary>
    ValueTask<long> MemberCountAsync(string segment, CancellationToken cancellation);

    /// <summary>A page of its members, see <see cref="IProfileGrid.MembersAsync"/>.</summary>
    ValueTask<MemberPage> MemberPageAsync(string segment, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>Those of some actors that are members.</summary>
    /// <param name="segment">The segment's name.</param>
    /// <param name="actors">At most <see cref="IFieldIndex.MaximumActors"/>, each once.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlySet<ActorId>> MembersAmongAsync(string segment, IReadOnlyList<ActorId> actors, CancellationToken cancellation);
}
