using System.Buffers;
using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>A profile as an actor: its state, under the machine of what is in force.</summary>
public class Profile(ActorId id) : Actor(id)
{
    private ProfileState? _state;
    private ProfileMachine? _machine;

    /// <summary>A copy of one that was loaded, to be looked at.</summary>
    internal Profile(ActorId id, CatalogInForce catalog, ProfileState state)
        : this(id) => (_machine, _state, Catalog) = (catalog.Machine, state, catalog);

    /// <summary>Who it is.</summary>
    public ProfileId ProfileId => Id.Profile;

    /// <summary>The state.</summary>
    /// <exception cref="InvalidOperationException">The profile is not loaded.</exception>
    public ProfileState State
    {
        get => _state ?? throw NotLoaded();
        private protected set => _state = value;
    }

    /// <summary>The logic that the state is of.</summary>
    /// <exception cref="InvalidOperationException">The profile is not loaded.</exception>
    public ProfileMachine Machine => _machine ?? throw NotLoaded();

    /// <summary>Whether there is a state.</summary>
    private protected bool IsLoaded => _state is not null;

    /// <inheritdoc />
    public override bool Exists => _state is { Signals: > 0 };

    /// <inheritdoc />
    public override bool IsIncomplete => _state is { IsIncomplete: true };

    /// <inheritdoc />
    public override bool HasForgottenIds => _state is { HasForgottenIds: true };

    /// <summary>What is known of who it is.</summary>
    public Person Person => _state?.Person ?? Person.Alone;

    /// <inheritdoc />
    public override ActorId? MovedTo => _state?.Person?.JoinedInto is { } place ? ActorId.Of(place) : null;

    /// <inheritdoc />
    public override bool HasFollowers => _state?.Belongings is not null;

    /// <inheritdoc />
    /// <remarks>The accounts that a person belongs to, by itself or by others, and those left.</remarks>
    public override IReadOnlyList<Follower> Followers => _state?.Belongings is not { } belongings ? []
        : [.. belongings.All.Select(static belonging => (belonging.Account, belonging.IsLeft))
            .Concat(belongings.Inherited.Select(static tie => (tie.Account, tie.IsLeft)))
            .GroupBy(static tie => tie.Account, static tie => tie.IsLeft)
            .Select(static tie => new Follower(ActorId.Of(tie.Key), tie.All(static isLeft => isLeft)))];

    /// <inheritdoc />
    public override Instant AsOf => State.AsOf;

    /// <inheritdoc />
    public override Instant WakeAt => State.WakeAt;

    /// <inheritdoc />
    public override int EstimatedBytes => 120 + (_state?.EstimatedBytes ?? 0);

    /// <inheritdoc />
    public override void WriteSnapshot(IBufferWriter<byte> target) => Machine.WriteSnapshot(State, target);

    /// <inheritdoc />
    public override void WriteForReading(IBufferWriter<byte> target) => Machine.WriteSnapshot(State, target, withIds: false);

    /// <inheritdoc />
    protected internal override void Reset(CatalogInForce catalog, Instant now)
    {
        if (_state is { } known && (known.Person is not null || Sequence > 0))
        {
            // Without a signal, but not without a past: who it is, and the versions that were told of it, go on.
            Rebase(Machine, MachineOf(catalog));
            State.AsOf = Instant.Max(known.AsOf, now);
            return;
        }

        _machine = MachineOf(catalog);
        _state = _machine.Create(now);
    }

    /// <inheritdoc />
    protected internal override bool TryRestore(CatalogInForce catalog, ReadOnlySpan<byte> snapshot)
    {
        try
        {
            _machine = MachineOf(catalog);
            _state = _machine.ReadSnapshot(snapshot);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    protected internal override void Fold(in JournalEntry entry)
    {
        if (entry.Kind == JournalEntryKind.Person)
        {
            _state = Machine.Restore(entry);
            return;
        }

        Machine.Fold(State, entry);
    }

    /// <inheritdoc />
    protected internal override void EndFolding() => Machine.EndFolding(State);

    /// <inheritdoc />
    protected internal override void SkipPast() => ProfileMachine.SkipPast(State);

    /// <inheritdoc />
    protected internal override void Rebase(CatalogInForce from, CatalogInForce to) => Rebase(MachineOf(from), MachineOf(to));

    /// <inheritdoc />
    protected internal override void BeginLearning() => ProfileMachine.BeginLearning(State);

    /// <inheritdoc />
    protected internal override void Learn(Signal signal, TurnEffects effects) => Machine.Learn(State, signal, effects);

    /// <inheritdoc />
    protected internal override void EndLearning() => ProfileMachine.EndLearning(State);

    /// <inheritdoc />
    protected internal override void Advance(Instant now, Cause moved, TurnEffects effects) => Machine.Advance(State, now, moved, effects);

    /// <inheritdoc />
    protected internal override void Reevaluate(Instant at, Cause cause, TurnEffects effects) => Machine.Reevaluate(State, at, cause, effects);

    /// <inheritdoc />
    protected internal override SignalAdmission Admit(Signal signal, Instant now) => Machine.Admit(signal, now);

    /// <inheritdoc />
    protected internal override void Observe(
        ReadOnlySpan<Signal> signals, Instant now, in Intake intake, Span<ObservationVerdict> verdicts, TurnEffects effects) =>
        Machine.Observe(State, signals, now, intake, verdicts, effects);

    /// <inheritdoc />
    protected internal override IndexUpdate? UpdateIndex(bool replacesAll) => _state is { } state ? Machine.UpdateIndex(state, replacesAll) : null;

    /// <inheritdoc />
    protected internal override void Indexed() => FieldEvaluator.Stored(State);

    /// <inheritdoc />
    protected internal override void ForgetIndexed() => FieldEvaluator.Forget(State);

    /// <inheritdoc />
    public override long FollowedThrough(ActorId leader) => _state?.Belongings?.FactsOf(leader.Profile)?.Followed ?? 0;

    /// <inheritdoc />
    /// <remarks>What an account that the person belongs to is now.</remarks>
    protected internal override ValueTask<bool> FollowAsync(News news, Instant now, TurnEffects effects, IActorStorage storage, CancellationToken cancellation)
    {
        var facts = ((AccountNews)news).Facts;
        if (_state is not { Signals: > 0, Belongings: { } belongings } || !belongings.Has(facts.Account))
        {
            return new(false);
        }

        var says = facts.SaysTheSameAs(belongings.FactsOf(facts.Account));
        belongings.Set(facts);
        if (!says)
        {
            effects.Add(TieNote.Of(facts, now));
            Machine.EvaluateAccounts(State, Cause.OfAccount(facts.Account), effects);
        }

        return new(true);
    }

    /// <inheritdoc />
    /// <remarks>With a catalog a person may have learned of accounts that know nothing of it yet.</remarks>
    protected internal override bool IsNews(in JournalEntry entry) =>
        entry.Kind is JournalEntryKind.Signal or JournalEntryKind.Change or JournalEntryKind.Person or JournalEntryKind.Catalog
        || (entry.Kind == JournalEntryKind.Note && TieNote.KindOf(entry) == TieNoteKind.Inherited);

    /// <summary>The logic that such a profile is of.</summary>
    protected virtual ProfileMachine MachineOf(CatalogInForce catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Machine;
    }

    private void Rebase(ProfileMachine from, ProfileMachine to)
    {
        _state = to.Rebase(State, from);
        _machine = to;
    }

    private static InvalidOperationException NotLoaded() => new("the profile is not loaded");
}

/// <summary>The kind of profiles: of people, and of accounts.</summary>
internal sealed class ProfileKind : ActorKind
{
    /// <inheritdoc />
    public override string Name => ProfileName;

    /// <inheritdoc />
    public override Actor Create(ActorId id) => id.IsPerson ? new Profile(id) : new Account(id);
}
