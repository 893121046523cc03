using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>Why an actor takes a turn.</summary>
internal enum TurnKind : byte
{
    /// <summary>To be looked at.</summary>
    Read = 1,

    /// <summary>To take signals.</summary>
    Observe = 2,

    /// <summary>Since the schedule says that something is due.</summary>
    Wake = 3,

    /// <summary>To come to what is in force.</summary>
    Reevaluate = 4,

    /// <summary>Since there is news of an actor that it follows.</summary>
    Follow = 5,
}

/// <summary>What an actor is asked for. Small: it is kept while the turn waits.</summary>
/// <param name="Kind">Why it takes a turn.</param>
/// <param name="CatalogVersion">The catalog that the caller knows.</param>
/// <param name="Signals">The signals to take; null for none.</param>
/// <param name="Outcomes">Filled in: what became of the signals.</param>
/// <param name="Due">The wake-up that stands in the schedule.</param>
/// <param name="UpTo">Time passes up to this instant at least: what the schedule says is due, a clock that is behind must not hold up.</param>
/// <param name="Verifies">What is in memory is compared with the journal before an answer that nothing was appended for.</param>
/// <param name="Leader">The actor that there is news of.</param>
/// <param name="Through">The newest entry of its journal that is news.</param>
internal readonly record struct TurnRequest(
    TurnKind Kind,
    int CatalogVersion,
    ObserveRequest? Signals,
    ObservationOutcome[] Outcomes,
    Instant Due = default,
    Instant UpTo = default,
    bool Verifies = false,
    ActorId Leader = default,
    long Through = 0)
{
    public static TurnRequest Read(int catalogVersion, bool verifies = false) => new(TurnKind.Read, catalogVersion, null, [], Verifies: verifies);

    public static TurnRequest Observe(ObserveRequest request, ObservationOutcome[] outcomes) =>
        new(TurnKind.Observe, request.CatalogVersion, request, outcomes, Verifies: request.Verifies);

    public static TurnRequest Wake(int catalogVersion, Instant due, Instant upTo) => new(TurnKind.Wake, catalogVersion, null, [], due, upTo);

    public static TurnRequest Reevaluate(int catalogVersion) => new(TurnKind.Reevaluate, catalogVersion, null, []);

    public static TurnRequest Follow(int catalogVersion, ActorId leader, long through) =>
        new(TurnKind.Follow, catalogVersion, null, [], Leader: leader, Through: through);
}
