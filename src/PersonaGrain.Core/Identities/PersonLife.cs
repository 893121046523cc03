using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>The life of a profile that saw given signals, each when it was taken: what it is now, and which triggers fired for it.</summary>
/// <remarks>
/// It is lived under the catalog in force, since that came to be. What lies before is remembered as by any profile that came to that catalog: what fired then
/// stays, and nothing fires anew. What the population says now counts for all of it. What was taken at one instant is taken by one call. O(signals), about
/// 1 µs each beside what they cost when they came.
/// </remarks>
internal sealed class PersonLife
{
    private readonly TurnEffects _effects = new();
    private readonly Dictionary<(string Trigger, int Version), TriggerFiring> _firings = [];
    private readonly List<Signal> _lived = [];
    private readonly ProfileMachine _machine;

    private PersonLife(ProfileMachine machine, Instant born, Belongings? accounts)
    {
        (_machine, State) = (machine, machine.Create(born));
        State.Belongings = accounts?.FactsAlone();
    }

    /// <summary>What it comes to.</summary>
    internal ProfileState State { get; }

    /// <summary>What fired and was not taken back.</summary>
    internal IReadOnlyCollection<TriggerFiring> Firings => _firings.Values;

    /// <summary>Fingerprints of the message ids that the index is to know; empty where the state remembers all.</summary>
    internal IReadOnlyCollection<ulong> Ids => State.HasForgottenIds ? [.. _lived.Where(_machine.RemembersIdOf).Select(static signal => MessageFingerprint.Of(signal.Id))] : [];

    /// <summary>Lives it.</summary>
    /// <param name="machine">The logic under the catalog in force.</param>
    /// <param name="applied">When that catalog was put in force.</param>
    /// <param name="signals">The signals; where one id is among them more than once, what was taken first counts.</param>
    /// <param name="told">What fired for those who had the signals so far.</param>
    /// <param name="now">Up to when.</param>
    /// <param name="accounts">What is known of the accounts of the person; it counts for the whole past.</param>
    internal static PersonLife Live(
        ProfileMachine machine, Instant applied, IEnumerable<TakenSignal> signals, IEnumerable<TriggerFiring> told, Instant now, Belongings? accounts = null)
    {
        // OrderBy is stable: of one instant those that are given first stay first.
        TakenSignal[] taken = [.. signals.OrderBy(static signal => signal.Received).DistinctBy(signal => (signal.Signal.Id, Member: machine.RemembersIdOf(signal.Signal) ? null : signal.Signal.Origin))];
        if (taken.Length == 0)
        {
            return new PersonLife(machine, now, accounts);
        }

        var life = new PersonLife(machine, taken[0].Received, accounts);
        var before = taken.TakeWhile(signal => signal.Received < applied).Count();
        if (before > 0)
        {
            life.Remember(taken.AsSpan(0, before), told.Where(firing => firing.At < applied), applied);
        }

        life.Take(taken.AsSpan(before));
        life.Advance(now);
        return life;
    }

    /// <summary>What lies before the catalog: folded as a journal tells it, and evaluated when the catalog came.</summary>
    private void Remember(ReadOnlySpan<TakenSignal> taken, IEnumerable<TriggerFiring> told, Instant applied)
    {
        var past = new List<(Instant At, JournalEntry Entry)>();
        foreach (var signal in taken)
        {
            _lived.Add(signal.Signal);
            past.Add((signal.Received, signal.ToEntry()));
        }

        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var firing in told.DistinctBy(static firing => (firing.Trigger, firing.At)).OrderBy(static firing => firing.At))
        {
            var numbered = firing with { Version = versions[firing.Trigger] = versions.GetValueOrDefault(firing.Trigger) + 1 };
            _firings[(numbered.Trigger, numbered.Version)] = numbered;
            past.Add((firing.At, JournalEntry.Fired(numbered)));
            past.Add((firing.At, JournalEntry.Observed(TriggerEvaluator.Derived(numbered.Trigger, numbered.Version, numbered.At), numbered.At)));
        }

        foreach (var (_, entry) in past.OrderBy(static one => one.At))
        {
            _machine.Fold(State, entry);
        }

        _machine.EndFolding(State);
        ProfileMachine.SkipPast(State);
        _machine.Reevaluate(State, Instant.Max(applied, State.AsOf), Cause.OfCatalog(_machine.Catalog.Version), _effects);
        Note();
    }

    private void Take(ReadOnlySpan<TakenSignal> taken)
    {
        var call = new List<Signal>();
        for (var start = 0; start < taken.Length; start += call.Count)
        {
            call.Clear();
            var (_, at, began) = taken[start];
            while (start + call.Count < taken.Length && taken[start + call.Count] is var next && next.Received == at && next.HistoryBegan == began)
            {
                call.Add(next.Signal);
            }

            Take([.. call], at, began is { } instant ? Intake.History(instant) : Intake.News);
        }
    }

    private void Take(Signal[] call, Instant at, in Intake intake)
    {
        _lived.AddRange(call);
        _machine.Observe(State, call, Instant.Max(at, State.AsOf), intake, new ObservationVerdict[call.Length], _effects);
        Note();
        if (State.IsIncomplete)
        {
            Learn();
        }

        Advance(State.AsOf);
    }

    private void Advance(Instant now)
    {
        _machine.Advance(State, now, _effects);
        Note();
    }

    /// <summary>What was taken back left a tally that only history can tell.</summary>
    private void Learn()
    {
        ProfileMachine.BeginLearning(State);
        foreach (var signal in _lived)
        {
            _machine.Learn(State, signal, _effects);
        }

        foreach (var firing in _firings.Values)
        {
            _machine.Learn(State, TriggerEvaluator.Derived(firing.Trigger, firing.Version, firing.At), _effects);
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

        _effects.Clear();
    }
}
