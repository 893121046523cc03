#pragma warning disable MA0025, MA0150, CA1822 // contract only: being built
using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Population;
using PersonaGrain.Scoring;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles;

/// <summary>
/// The logic of a profile: (state, input, now, catalog, population) → (state, effects). Immutable and shared; the state
/// and the effects buffer are the caller's.
/// </summary>
/// <remarks>
/// Live use: <see cref="Advance"/> to now, then <see cref="Observe"/> each signal. Recovery: <see cref="Fold(ProfileState, Signal)"/> and
/// the other folds repeat what the journal says happened and decide nothing; then <see cref="Reevaluate"/>.
/// </remarks>
public sealed class ProfileMachine
{
    /// <summary>A machine for one catalog and one state of the population.</summary>
    public ProfileMachine(Catalog catalog, PopulationStatistics population)
    {
        Catalog = catalog;
        Population = population;
    }

    /// <summary>The catalog.</summary>
    public Catalog Catalog { get; }

    /// <summary>The population.</summary>
    public PopulationStatistics Population { get; }

    /// <summary>A profile that has seen nothing.</summary>
    public ProfileState Create(Instant now) => throw new NotImplementedException(now.ToString());

    /// <summary>Checks a signal against the catalog and the clock, before any profile sees it.</summary>
    /// <remarks>
    /// A time later than now + 5 min is replaced by now and noted as <c>clock_ahead</c>; a time before 1970 is refused;
    /// a declared value attribute fills <see cref="Signal.Value"/>; declared types are checked.
    /// </remarks>
    public SignalAdmission Admit(Signal signal, Instant now) => throw new NotImplementedException(now.ToString() + signal.Id);

    /// <summary>Folds an admitted signal in, re-evaluates what it touches, and notes the effects. Advances to now first.</summary>
    public ObservationVerdict Observe(ProfileState state, Signal signal, Instant now, ProfileEffects effects) => throw new NotImplementedException(now.ToString() + signal.Id + state + effects);

    /// <summary>Lets time pass up to now (inclusive): every flip and trigger due is noted with its exact instant, in order.</summary>
    public void Advance(ProfileState state, Instant now, ProfileEffects effects) => throw new NotImplementedException(now.ToString() + state + effects);

    /// <summary>Evaluates every segment at now, after a catalog or population change or a recovery; notes what changed. Memberships of segments that are gone are exited.</summary>
    public void Reevaluate(ProfileState state, Instant now, ProfileEffects effects) => throw new NotImplementedException(now.ToString() + state + effects);

    /// <summary>Repeats a journaled signal: tallies, traits, ids; decides nothing. A repeated id changes nothing.</summary>
    public void Fold(ProfileState state, Signal signal) => throw new NotImplementedException(signal.Id + state);

    /// <summary>Repeats a journaled membership change; an older version changes nothing.</summary>
    public void Fold(ProfileState state, MembershipChange change) => throw new NotImplementedException(change.Segment + state);

    /// <summary>Repeats a journaled firing; an older version changes nothing.</summary>
    public void Fold(ProfileState state, TriggerFiring firing) => throw new NotImplementedException(firing.Trigger + state);

    /// <summary>The profile's answer as of now; the state is not changed. Call <see cref="Advance"/> first.</summary>
    public ProfileView View(ProfileId id, ProfileState state, Instant now) => throw new NotImplementedException(now.ToString() + state + id);

    /// <summary>The exact next instant at which a membership changes if nothing more arrives; <see cref="Instant.Never"/> if none does.</summary>
    public Instant NextFlip(ProfileState state, Instant now) => throw new NotImplementedException(now.ToString() + state);

    /// <summary>Every score as of now, taken apart.</summary>
    public IReadOnlyList<ScoreExplanation> Explain(ProfileState state, Instant now) => throw new NotImplementedException(now.ToString() + state);

    /// <summary>Ranks contents as of now; a null state is an empty profile.</summary>
    public DecisionResult Decide(ProfileId id, ProfileState? state, DecisionRequest request, Instant now) => throw new NotImplementedException(now.ToString() + state + id + request);

    /// <summary>Writes a snapshot of the state.</summary>
    public void WriteSnapshot(ProfileState state, IBufferWriter<byte> target) => throw new NotImplementedException(state.ToString() + target);

    /// <summary>Reads a snapshot into this machine's catalog.</summary>
    /// <returns>
    /// The state, and whether its tallies cover this catalog. Where they do not (a new measure, a longer window), the engine
    /// calls <see cref="Rebuild"/> with the profile's journaled signals.
    /// </returns>
    /// <exception cref="FormatException">The bytes are not a snapshot that this version can read.</exception>
    public (ProfileState State, bool NeedsRebuild) ReadSnapshot(ReadOnlySpan<byte> snapshot) => throw new NotImplementedException(snapshot.Length.ToString());

    /// <summary>Moves an in-memory state of another catalog into this one; same answer as a snapshot written and read.</summary>
    public (ProfileState State, bool NeedsRebuild) Rebase(ProfileState state, ProfileMachine from) => throw new NotImplementedException(state.ToString() + from);

    /// <summary>Tallies the whole history anew; memberships, versions and trigger firings are kept. Follow with <see cref="Reevaluate"/>.</summary>
    public void Rebuild(ProfileState state, IEnumerable<Signal> history) => throw new NotImplementedException(state.ToString() + history);
}

/// <summary>Whether a signal may come in.</summary>
/// <param name="Signal">The signal as it goes on (time and value may be adjusted), or null when refused.</param>
/// <param name="Fault">Why it was refused, or a note on an admitted one.</param>
public readonly record struct SignalAdmission(Signal? Signal, SignalFault? Fault);
