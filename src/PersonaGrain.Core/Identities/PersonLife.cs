using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>The life of a profile that saw given signals, each when it was taken: what it is now, and which triggers fired for it.</summary>
/// <remarks>
/// What an import brought fires no trigger for a deadline before it was taken. It is lived under one catalog and one state of the population, as if these had always been so. What was taken at one instant is taken by one
/// call. O(signals), about 1 µs each beside what they cost when they came.
/// </remarks>
internal sealed class PersonLife
{
    private readonly TurnEffects _effects = new();
    private readonly Dictionary<(string Trigger, int Version), TriggerFiring> _firings = [];
    private readonly List<Signal> _lived = [];

    private PersonLife(ProfileState state) => State = state;

    /// <summary>What it comes to.</summary>
    internal ProfileState State { get; }

    /// <summary>What fired and was not taken back.</summary>
    internal IReadOnlyCollection<TriggerFiring> Firings => _firings.Values;

    /// <summary>Fingerprints of the message ids that the index is to know; empty where the state remembers all.</summary>
    internal HashSet<ulong> Ids { get; } = [];

    /// <summary>Lives it.</summary>
    /// <param name="machine">Under what.</param>
    /// <param name="signals">The signals; where one id is among them twice, the first counts.</param>
    /// <param name="now">Up to when.</param>
    internal static PersonLife Live(ProfileMachine machine, IEnumerable<TakenSignal> signals, Instant now)
    {
        // OrderBy is stable: of one instant those that are given first stay first.
        TakenSignal[] taken = [.. signals.OrderBy(signal => signal.Received)];
        if (taken.Length == 0)
        {
            return new PersonLife(machine.Create(now));
        }

        var life = new PersonLife(machine.Create(taken[0].Received));
        var verdicts = new ObservationVerdict[taken.Length];
        var call = new List<Signal>();
        for (var start = 0; start < taken.Length; start += call.Count)
        {
            call.Clear();
            var (_, at, isHistory) = taken[start];
            while (start + call.Count < taken.Length && taken[start + call.Count] is var next && next.Received == at && next.IsHistory == isHistory)
            {
                call.Add(next.Signal);
            }

            life.Take(machine, [.. call], at, isHistory ? Intake.History(at) : Intake.News, verdicts);
        }

        machine.Advance(life.State, now, life._effects);
        life.Note();
        return life;
    }

    private void Take(ProfileMachine machine, ReadOnlySpan<Signal> call, Instant at, Intake intake, ObservationVerdict[] verdicts)
    {
        var ofCall = verdicts.AsSpan(0, call.Length);
        ofCall.Clear();
        machine.Observe(State, call, Instant.Max(at, State.AsOf), intake, ofCall, _effects);
        Note();
        for (var index = 0; index < call.Length; index++)
        {
            if (ofCall[index] == ObservationVerdict.Accepted)
            {
                _lived.Add(call[index]);
            }
        }

        if (State.IsIncomplete)
        {
            Learn(machine);
        }

        machine.Advance(State, State.AsOf, _effects);
        Note();
    }

    /// <summary>What was taken back left a tally that only history can tell.</summary>
    private void Learn(ProfileMachine machine)
    {
        ProfileMachine.BeginLearning(State);
        foreach (var signal in _lived)
        {
            machine.Learn(State, signal, _effects);
        }

        foreach (var firing in _firings.Values)
        {
            machine.Learn(State, TriggerEvaluator.Derived(firing.Trigger, firing.Version, firing.At), _effects);
        }

        ProfileMachine.EndLearning(State);
    }

    private void Note()
    {
        for (var index = 0; index < _effects.Entries.Count; index++)
        {
            var entry = _effects.Entries[index];
            if (entry.IsFiring)
            {
                _firings[(entry.Firing.Trigger, entry.Firing.Version)] = entry.Firing;
            }
            else if (entry.IsRetraction)
            {
                _firings.Remove((entry.Retraction.Trigger, entry.Retraction.Version));
            }
        }

        Ids.UnionWith(_effects.NewIds);
        Ids.UnionWith(_effects.KnownIds);
        _effects.Clear();
    }
}
