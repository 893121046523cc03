using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Lets a profile live through signals at their own instants, and hear of accounts when it was told.</summary>
internal sealed class ReplayedLife(ProfileMachine machine, Instant born)
{
    private readonly TurnEffects _effects = new();

    /// <summary>The profile.</summary>
    internal ProfileState State { get; } = machine.Create(born);

    /// <summary>The newest change of every segment that it was ever in.</summary>
    internal Dictionary<string, MembershipChange> Changes { get; } = [];

    /// <summary>Lives up to an instant.</summary>
    /// <param name="signals">Its signals up to then, in order of time.</param>
    /// <param name="facts">What it was told of accounts up to then, in order.</param>
    /// <param name="at">The instant.</param>
    /// <param name="cancellation">Ends it.</param>
    internal void Live(ReadOnlySpan<Signal> signals, ReadOnlySpan<JournalEntry> facts, Instant at, CancellationToken cancellation)
    {
        var verdicts = new ObservationVerdict[signals.Length];
        for (var start = 0; start < signals.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var time = signals[start].Time;
            for (; facts.Length > 0 && facts[0].At < time; facts = facts[1..])
            {
                Hear(facts[0]);
            }

            var end = start + 1;
            while (end < signals.Length && signals[end].Time == time)
            {
                end++;
            }

            machine.Observe(State, signals[start..end], Instant.Max(State.AsOf, time), Intake.News, verdicts.AsSpan(start, end - start), _effects);
            Note();
            start = end;
        }

        foreach (ref readonly var fact in facts)
        {
            Hear(fact);
        }

        machine.Advance(State, at, _effects);
        Note();
    }

    private void Hear(in JournalEntry note)
    {
        var reader = TieNote.Open(note);
        var told = AccountFacts.Read(ref reader);
        machine.Advance(State, Instant.Max(State.AsOf, note.At), _effects);
        (State.Belongings ??= new Belongings()).Set(told);
        machine.EvaluateAccounts(State, Cause.OfAccount(told.Account), _effects);
        Note();
    }

    private void Note()
    {
        foreach (var entry in _effects.Entries)
        {
            if (entry.Kind == JournalEntryKind.Change)
            {
                Changes[entry.Subject] = entry.Change;
            }
        }

        _effects.Clear();
    }
}
