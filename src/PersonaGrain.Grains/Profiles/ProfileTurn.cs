using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Profiles;

/// <summary>One turn of a profile: what happens at one instant, put in order for the journal. The state runs ahead of the journal until the turn is committed.</summary>
internal sealed class ProfileTurn(ProfileId id, ProfileRecord record, ProfileEffects effects, Instant now)
{
    private readonly List<JournalEntry> _entries = [];
    private PopulationCounts? _counts;
    private bool _mustSchedule;

    /// <summary>When it happens.</summary>
    public Instant Now => now;

    /// <summary>The profile.</summary>
    public ProfileRecord Record => record;

    /// <summary>Whose turn it is.</summary>
    public ProfileId Id => id;

    /// <summary>What became of the signals that were taken, in their order.</summary>
    public ObservationOutcome[] Outcomes { get; private set; } = [];

    private ProfileMachine Machine => record.Catalog.Machine;

    /// <summary>Moves the profile to the catalog and publication in force: as of when they came, or later where the old ones decided something later.</summary>
    public async Task MoveToAsync(CatalogInForce catalog, ProfileLoader loader)
    {
        var before = record.Catalog;
        if (!catalog.IsNewerThan(before))
        {
            return;
        }

        record.Catalog = catalog;
        if (record.State is null || !catalog.DecidesAnew(before))
        {
            return;
        }

        var at = Instant.Max(catalog.Since, record.State.AsOf);
        before.Machine.Advance(record.State, at, effects);
        var (state, needsRebuild) = catalog.Machine.Rebase(record.State, before.Machine);
        record.State = state;
        record.IsAdopted = catalog.Version == before.Version;
        if (needsRebuild)
        {
            // What a trigger emitted on the way here is not in the journal yet.
            await loader.RebuildAsync(id, catalog.Machine, state, effects.All.Select(effect => effect.Derived).OfType<Signal>());
        }

        catalog.Machine.Reevaluate(state, at, effects);
        _mustSchedule = true;
    }

    /// <summary>Has the journal say, once, that the profile came to its catalog; the population counts it whole in the same commit.</summary>
    public void Adopt()
    {
        if (record is { State: { } state, IsAdopted: false })
        {
            Adopt(state.AsOf);
            _counts = new PopulationCounts();
            _counts.Add(Machine, state);
            effects.ForgetFirsts();
            _mustSchedule = true;
        }
    }

    /// <summary>Lets time pass up to now.</summary>
    public void Advance()
    {
        if (record.State is { } state)
        {
            Machine.Advance(state, now, effects);
        }

        Take();
    }

    /// <summary>Has the wake-up written even if nothing else is.</summary>
    public void Schedule() => _mustSchedule = true;

    /// <summary>The schedule says that the profile is due.</summary>
    /// <remarks>
    /// Where this activation did not write that wake-up, it does not know what stands in the schedule, and may be older than the journal: so it
    /// writes one, which moves what stands there, or is refused. One that this process's clock has not reached yet comes again.
    /// </remarks>
    public void Wake(Instant due)
    {
        Schedule();
        if (due > now)
        {
            return;
        }

        if (record.State is null)
        {
            record.SureOf = RivalWatch.Unsure;
        }
        else if (record.Wake != due)
        {
            record.Wake = null;
        }
    }

    /// <summary>Takes signals; done at once, save where the journal must be asked whether one of them is old.</summary>
    public async ValueTask ObserveAsync(Signal[] sent, IProfileJournal journal)
    {
        Outcomes = new ObservationOutcome[sent.Length];
        for (var index = 0; index < sent.Length; index++)
        {
            Outcomes[index] = await ObserveAsync(sent[index], journal);
        }
    }

    private async ValueTask<ObservationOutcome> ObserveAsync(Signal sent, IProfileJournal journal)
    {
        var admission = Machine.Admit(sent, now);
        if (admission.Signal is not { } signal)
        {
            return new ObservationOutcome(ObservationStatus.Refused, admission.Fault);
        }

        if (record.State is null)
        {
            record.State = Machine.Create(now);
            Adopt(now);
        }

        var state = record.State;
        var verdict = Machine.Observe(state, signal, now, effects);
        if (verdict == ObservationVerdict.NeedsHistory)
        {
            state.History = await HistoryAsync(journal);
            verdict = Machine.Observe(state, signal, now, effects);
        }

        if (verdict == ObservationVerdict.Duplicate)
        {
            return new ObservationOutcome(ObservationStatus.Duplicate, null);
        }

        state.History?.Add(signal.Id);
        _entries.Add(new JournalEntry.Observed(signal, now));
        Take();
        return new ObservationOutcome(ObservationStatus.Accepted, admission.Fault);
    }

    /// <summary>What the journal has to take; null where nothing happened that it does not know.</summary>
    public ProfileAppend? ToAppend()
    {
        if (record.State is not { } state)
        {
            return null;
        }

        // A wake-up that stands too early does no harm; it is moved when it comes.
        var wake = record.Wake is not { } written || state.WakeAt < written || written <= now ? state.WakeAt : (Instant?)null;
        var isWorthIt = _entries.Count > 0 || (_mustSchedule && wake is not null && record.Sequence > 0);
        return isWorthIt
            ? new ProfileAppend(id, record.Sequence + 1, _entries, wake, Counted(), record.Catalog.Decisive) { Evaluated = now }
            : null;
    }

    /// <summary>The journal took it.</summary>
    public void Committed(ProfileAppend append)
    {
        record.Sequence = append.Last;
        record.Wake = append.Wake ?? record.Wake;
    }

    private void Adopt(Instant at)
    {
        _entries.Add(new JournalEntry.Adopted(record.Catalog.Version, at));
        record.IsAdopted = true;
    }

    private PopulationDelta? Counted() => _counts is { IsEmpty: false } counts ? new PopulationDelta(record.Catalog.Version, counts) : null;

    private void Take()
    {
        if (effects.HasFirsts)
        {
            _counts ??= new PopulationCounts();
            _counts.Count(Machine, record.State!, effects);
        }

        foreach (var effect in effects.All)
        {
            if (effect.Change is { } change)
            {
                _entries.Add(new JournalEntry.Changed(change));
            }
            else if (effect.Firing is { } firing)
            {
                _entries.Add(new JournalEntry.Fired(firing));
            }
            else if (effect.Derived is { } derived)
            {
                _entries.Add(new JournalEntry.Observed(derived, derived.Time));
            }
        }

        effects.Clear();
    }

    private async Task<IdHistory> HistoryAsync(IProfileJournal journal)
    {
        var history = await journal.IdsAsync(id, CancellationToken.None);
        foreach (var observed in _entries.OfType<JournalEntry.Observed>())
        {
            history.Add(observed.Signal.Id);
        }

        return history;
    }
}
