using System.Buffers;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>The profiles of a <see cref="ReferenceGrid"/>: every one in memory, each call and each sweep one commit. Knows the rules of turns, and nothing of how engines take them.</summary>
internal sealed class ReferenceProfiles
{
    private readonly ReferenceStore _store;
    private readonly Dictionary<ProfileId, ProfileState> _states = [];
    private readonly List<(ProfileId Profile, JournalEntry Entry, Instant Now)> _commit = [];
    private readonly TurnEffects _effects = new();
    private int? _tried;

    internal ReferenceProfiles(ReferenceStore store)
    {
        _store = store;
        Machine = new ProfileMachine(Catalog.Compile(store.Catalog!), store.Population);
        foreach (var (profile, stored) in store.Profiles.Where(entry => !entry.Value.IsDamaged))
        {
            _states[profile] = MachineOf(profile).ReadSnapshot(stored.Snapshot);
        }
    }

    internal ProfileMachine Machine { get; private set; }

    /// <summary>Signals refused, by reason.</summary>
    internal Dictionary<string, long> Refused { get; } = [];

    /// <summary>Firings missed, by trigger.</summary>
    internal Dictionary<string, long> Missed { get; } = [];

    internal int Count => _states.Count(static entry => entry.Value.Signals > 0 && !AccountKey.IsAccount(entry.Key));

    /// <summary>How it is, with so many signals set aside.</summary>
    internal GridStatus Status(Instant now, long quarantined) => new(
        true, null, now, Count, Count, _store.Signals, _store.Events.Count, Machine.Catalog.Name, Machine.Catalog.Version, null, new Dictionary<string, long>(Refused))
    {
        MissedTriggers = new Dictionary<string, long>(Missed),
        PassedOver = _store.Profiles.Values.Count(static stored => stored.IsDamaged),
        Quarantined = quarantined,
    };

    /// <summary>Takes signals of one profile at one instant.</summary>
    internal ObservationOutcome[] Observe(ProfileId profile, Signal[] signals, Instant clock, Intake intake)
    {
        if (IsDamaged(profile))
        {
            var fault = SignalFault.OfDamagedProfile($"profile {profile} can not be read");
            Refused[fault.Reason] = Refused.GetValueOrDefault(fault.Reason) + signals.Length;
            return [.. signals.Select(_ => new ObservationOutcome(ObservationStatus.Refused, fault))];
        }

        var now = At(profile, clock);
        var admissions = signals.Select(signal => MachineOf(profile).Admit(signal, now)).ToArray();
        foreach (var (_, fault) in admissions.Where(admission => admission.Signal is null && !admission.IsQuarantined))
        {
            Refused[fault!.Reason] = Refused.GetValueOrDefault(fault.Reason) + 1;
        }

        Signal[] admitted = [.. admissions.Where(admission => admission.Signal is not null).Select(admission => admission.Signal!)];
        var accepted = admitted.Length == 0 ? [] : Take(profile, admitted, now, intake);
        var place = 0;
        return [.. admissions.Select(admission =>
            admission.Signal is null || accepted[place++] ? admission.ToOutcome() : new ObservationOutcome(ObservationStatus.Duplicate, null))];
    }

    /// <summary>The logic of a profile: that of people, or of accounts.</summary>
    internal ProfileMachine MachineOf(ProfileId profile) => AccountKey.IsAccount(profile) ? Machine.OfAccounts : Machine;

    /// <summary>Everybody of whom anything is known.</summary>
    internal IReadOnlyList<ProfileId> All => [.. _states.Keys];

    /// <summary>Takes over what a turn of an account came to.</summary>
    internal void Become(ProfileId account, ProfileState state, IReadOnlyList<JournalEntry> entries, Instant now)
    {
        if (!_store.Profiles.ContainsKey(account))
        {
            _store.Profiles[account] = new ReferenceStore.StoredProfile();
        }

        _states[account] = state;
        foreach (var entry in entries)
        {
            _effects.Add(entry);
        }

        Note(account, now);
    }

    /// <summary>The profiles that wake up to an instant.</summary>
    internal IReadOnlySet<ProfileId> Due(Instant until) => _states.Where(entry => entry.Value.WakeAt <= until).Select(static entry => entry.Key).ToHashSet();

    /// <summary>A profile as it was last evaluated; null where it is unknown.</summary>
    internal ProfileState? Peek(ProfileId profile) => _states.GetValueOrDefault(profile);

    /// <summary>Takes over what a change of a person adds to a journal, and the state that it ends with.</summary>
    internal void Append(ProfileId profile, IReadOnlyList<JournalEntry> entries, Instant now)
    {
        if (!_store.Profiles.TryGetValue(profile, out var stored))
        {
            _store.Profiles[profile] = stored = new ReferenceStore.StoredProfile();
        }

        foreach (var entry in entries)
        {
            stored.Add(entry);
        }

        stored.Ids.Clear();
        stored.Ids.UnionWith(stored.Journal.Where(entry => entry.Kind == JournalEntryKind.Signal).Select(entry => entry.Signal.Id));
        _states[profile] = MachineOf(profile).Restore(entries[^1]);
        _commit.AddRange(entries.Select(entry => (profile, entry, now)));
        Note(profile, now);
    }

    /// <summary>Lets time pass for every profile for which something is due.</summary>
    internal void AdvanceAll(Instant clock)
    {
        foreach (var profile in _states.Where(entry => entry.Value.WakeAt <= clock).Select(entry => entry.Key).ToArray())
        {
            Advance(profile, clock);
        }
    }

    /// <summary>A profile as of now; null where it is unknown.</summary>
    /// <exception cref="InvalidDataException">It can not be read.</exception>
    internal ProfileState? Advance(ProfileId profile, Instant clock)
    {
        if (IsDamaged(profile))
        {
            throw new InvalidDataException($"profile {profile} can not be read");
        }

        if (_states.TryGetValue(profile, out var state))
        {
            var now = At(profile, clock);
            MachineOf(profile).Advance(state, now, _effects);
            Note(profile, now);
        }

        return state;
    }

    /// <summary>Whatever is due happens under the catalog that was; then every profile is evaluated under the new one as of now.</summary>
    internal void Replace(CatalogDocument document, Instant clock)
    {
        AdvanceAll(clock);
        (_store.Catalog, _store.Applied) = (document, clock);
        Move(new ProfileMachine(Catalog.Compile(document), _store.Population), Cause.OfCatalog(document.Version), clock);
    }

    /// <summary>Publishes where the last publication is an interval old.</summary>
    internal void PublishEvery(TimeSpan interval, Instant clock, IActorStorage storage)
    {
        if (clock >= _store.Published.At + CensusInterval.After(Machine, interval, _tried))
        {
            Publish(clock, storage);
        }
    }

    /// <summary>Counts every profile from the beginning, and evaluates every one under what that says where something depends on it.</summary>
    private void Publish(Instant clock, IActorStorage storage)
    {
        AdvanceAll(clock);
        _tried = Machine.Catalog.Version;
        var summary = new CensusSummary(Machine.Catalog);
        foreach (var (profile, state) in _states.Where(static entry => !AccountKey.IsAccount(entry.Key) && entry.Value.Signals > 0 && entry.Value.Person?.JoinedInto is null))
        {
            summary.Add(new CensusSubject(profile, Machine, state, clock));
            var learned = CensusReading.LearnAsync(summary, profile, Machine, clock, CensusSample.All, storage, CancellationToken.None);
            learned.IsCompletedSuccessfully.ShouldBeTrue();
        }

        if (summary.WantsAccounts)
        {
            foreach (var (account, state) in _states.Where(static entry => AccountKey.IsAccount(entry.Key) && entry.Value.Signals > 0 && entry.Value.Person?.JoinedInto is null))
            {
                summary.AddAccount(new CensusSubject(account, Machine.OfAccounts, state, clock));
            }
        }

        PutInForce(PopulationLearner.Learn(summary, _store.Population, _store.Population.Generation + 1, clock), clock);
    }

    /// <summary>Takes a decision about learned weights.</summary>
    internal WeightsResult Decide(string score, WeightsChange change, Instant clock)
    {
        var (next, result) = WeightsDecision.Take(_store.Population, Machine.Catalog, score, change);
        if (next is not null)
        {
            AdvanceAll(clock);
            PutInForce(next, clock);
        }

        return result;
    }

    private void PutInForce(PopulationModel model, Instant clock)
    {
        var number = _store.Published.Number + 1;
        var isDecisive = model.Decides(Machine.Catalog, _store.Population);
        (_store.Population, _store.Published) = (model, (number, clock));
        var machine = new ProfileMachine(Machine.Catalog, model);
        if (isDecisive)
        {
            _store.Decided = clock;
            Move(machine, Cause.OfPopulation(number), clock);
        }

        Machine = machine;
    }

    /// <summary>Keeps what happened since the last commit.</summary>
    /// <returns>Whether there was anything.</returns>
    internal bool Commit()
    {
        _store.Commit(_commit);
        var isAny = _commit.Count > 0;
        _commit.Clear();
        return isAny;
    }

    private bool[] Take(ProfileId profile, Signal[] signals, Instant now, Intake intake)
    {
        if (!_states.TryGetValue(profile, out var state))
        {
            _states[profile] = state = MachineOf(profile).Create(now);
            _store.Profiles[profile] = new ReferenceStore.StoredProfile();
        }

        var ids = _store.Profiles[profile].Ids;
        ObservationVerdict[] verdicts = [.. signals.Select(signal => ids.Contains(signal.Id) ? ObservationVerdict.Duplicate : default)];
        MachineOf(profile).Observe(state, signals, now, intake, verdicts, _effects);
        ids.UnionWith(signals.Select(signal => signal.Id));
        if (state.IsIncomplete)
        {
            Learn(profile, state, [.. _store.Profiles[profile].Journal, .. _effects.Entries]);
            var cause = _effects.Entries.LastOrDefault(static entry => entry.IsRetraction) is { IsRetraction: true } last ? last.Cause : Cause.Clock;
            MachineOf(profile).Advance(state, now, cause, _effects);
        }

        Note(profile, now);
        return [.. verdicts.Select(verdict => verdict == ObservationVerdict.Accepted)];
    }

    private void Move(ProfileMachine machine, Cause cause, Instant clock)
    {
        var before = Machine;
        Machine = machine;
        foreach (var profile in _states.Keys.ToArray())
        {
            var now = At(profile, clock);
            var (from, to) = AccountKey.IsAccount(profile) ? (before.OfAccounts, machine.OfAccounts) : (before, machine);
            var state = _states[profile] = to.Rebase(_states[profile], from);
            if (state.IsIncomplete)
            {
                Learn(profile, state, [.. _store.Profiles[profile].Journal]);
            }

            to.Reevaluate(state, now, cause, _effects);
            Note(profile, now);
        }
    }

    private void Learn(ProfileId profile, ProfileState state, List<JournalEntry> history)
    {
        var retracted = history.Where(entry => entry.IsRetraction).Select(entry => entry.Retraction.SignalId).ToHashSet();
        ProfileMachine.BeginLearning(state);
        var signals = history.Where(entry => entry.Kind == JournalEntryKind.Signal && !retracted.Contains(entry.Signal.Id));
        if (history.Exists(entry => entry.Kind == JournalEntryKind.Person))
        {
            signals = signals.OrderBy(entry => entry.Received).DistinctBy(entry => entry.Signal.Id);
        }

        foreach (var entry in signals)
        {
            MachineOf(profile).Learn(state, entry.Signal, _effects);
        }

        ProfileMachine.EndLearning(state);
    }

    /// <summary>Clocks may be set back: the time of a profile, and of a catalog, never is.</summary>
    private Instant At(ProfileId profile, Instant clock)
    {
        var since = Instant.Max(clock, Instant.Max(_store.Applied, _store.Decided));
        return _states.TryGetValue(profile, out var state) ? Instant.Max(since, state.AsOf) : since;
    }

    private void Note(ProfileId profile, Instant now)
    {
        var stored = _store.Profiles[profile];
        foreach (var entry in _effects.Entries)
        {
            stored.Add(entry);
        }

        _commit.AddRange(_effects.Entries.Select(entry => (profile, entry, now)));
        foreach (var (trigger, times) in _effects.Missed ?? new Dictionary<string, long>())
        {
            Missed[trigger] = Missed.GetValueOrDefault(trigger) + times;
        }

        _effects.Clear();
        var snapshot = new ArrayBufferWriter<byte>();
        MachineOf(profile).WriteSnapshot(_states[profile], snapshot);
        stored.Snapshot = snapshot.WrittenSpan.ToArray();
    }

    private bool IsDamaged(ProfileId profile) => _store.Profiles.TryGetValue(profile, out var stored) && stored.IsDamaged;
}
