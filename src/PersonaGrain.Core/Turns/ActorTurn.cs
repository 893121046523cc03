using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>One turn of an actor: what happens to it at one instant, put in order for its journal. Reused by its host, one actor at a time.</summary>
/// <remarks>
/// <see cref="Begin"/>, then <see cref="PrepareAsync"/>, then perhaps <see cref="ObserveAsync"/>, then <see cref="Advance"/>; what the journal has to take is
/// in <see cref="Effects"/>, or as an append in <see cref="ToAppend"/>. The state runs ahead of the journal until the host says
/// <see cref="Committed"/>; where anything failed the actor is thrown away and loaded again. For an actor in memory that needs nothing from the
/// store, no step allocates.
/// </remarks>
public sealed class ActorTurn
{
    private readonly RepeatedIds _repeated = new();
    private Signal[] _admitted = [];
    private ObservationVerdict[] _verdicts = [];
    private Actor? _actor;
    private CatalogInForce? _catalog;
    private bool _mustSchedule;
    private bool _evaluatesLater;
    private bool _appears;
    private bool _adopts;

    /// <summary>The actor.</summary>
    public Actor Actor => _actor ?? throw new InvalidOperationException("no turn was begun");

    /// <summary>When it happens.</summary>
    public Instant Now { get; private set; }

    /// <summary>What happened.</summary>
    public TurnEffects Effects { get; } = new();

    /// <summary>What the index of fields has to take with the rest; null for nothing. Ask once, when the turn is over.</summary>
    public IndexUpdate? Index => IndexUpdate.Of(Actor, isNew: _appears && !Effects.HasPersonChange, mayHaveOthers: _adopts || Effects.HasPersonChange);

    /// <summary>The wake-up that is to be stored; null where what is stored may stand: one that comes too early does no harm, and is moved when it comes.</summary>
    public Instant? Wake => Due is var due && (Actor.StoredWake is not { } stored || due < stored || stored <= Now) ? due : null;

    /// <summary>When the actor is to be woken: where followers are to be told something, at once.</summary>
    private Instant Due => !Actor.HasFollowers ? WakeAt
        : Effects.TellNews(Actor) ? Instant.Min(WakeAt, Now)
        : Actor.HasUntold ? Instant.Min(WakeAt, Instant.Max(Now, Actor.News.NotBefore))
        : WakeAt;

    private Instant WakeAt => Actor.Exists ? Actor.WakeAt : Instant.Never;

    /// <summary>Begins a turn.</summary>
    /// <param name="actor">The actor, loaded or not.</param>
    /// <param name="catalog">What is in force.</param>
    /// <param name="now">The host's time. Clocks of hosts differ a little: an actor's time never runs back, nor before its catalog.</param>
    /// <param name="intake">How the signals come in that it is to take. Those that are evaluated later leave everything before them unevaluated too.</param>
    public void Begin(Actor actor, CatalogInForce catalog, Instant now, in Intake intake = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        (_actor, _catalog, _mustSchedule, _evaluatesLater, _appears, _adopts) = (actor, catalog, false, intake.IsEvaluatedLater, false, false);
        Effects.Clear();
        Now = Instant.Max(now, Instant.Max(actor.Exists ? actor.AsOf : default, catalog.Since));
    }

    /// <summary>Sees to it that the state is there and of what is in force, and lets whatever was due before the turn happen.</summary>
    /// <returns>0; or the version of a newer catalog that the actor has come to: then begin again with that.</returns>
    public ValueTask<int> PrepareAsync(IActorStorage storage, CancellationToken cancellation)
    {
        if (!ReferenceEquals(Actor.Catalog, _catalog))
        {
            return PrepareSlowlyAsync(storage, cancellation);
        }

        Pass();
        return new(0);
    }

    /// <summary>Takes signals, all at the instant of the turn.</summary>
    /// <param name="signals">The signals in the call's order.</param>
    /// <param name="intake">Whether they are news or history.</param>
    /// <param name="outcomes">Filled in: one for each.</param>
    /// <param name="storage">Asked where an id may have been seen long ago.</param>
    /// <param name="cancellation">Ends the look into the store.</param>
    public async ValueTask ObserveAsync(
        ReadOnlyMemory<Signal> signals, Intake intake, Memory<ObservationOutcome> outcomes, IActorStorage storage, CancellationToken cancellation)
    {
        if (Actor.MovedTo is { } place)
        {
            throw new InvalidOperationException($"{Actor.Id} was joined into {place}, which takes its signals");
        }

        if (_admitted.Length < signals.Length)
        {
            (_admitted, _verdicts) = (new Signal[signals.Length], new ObservationVerdict[signals.Length]);
        }

        var count = Admissions.Admit(Actor, Now, signals.Span, _admitted, outcomes.Span);
        if (count == 0)
        {
            return;
        }

        var (admitted, verdicts) = (_admitted.AsMemory(0, count), _verdicts.AsMemory(0, count));
        verdicts.Span.Clear();
        if (!Actor.Exists)
        {
            Actor.Reset(_catalog!, Now);
            Adopt(Now);
            _appears = true;
        }
        else if (Actor.HasForgottenIds)
        {
            await _repeated.MarkAsync(Actor.Id, admitted, verdicts, storage, cancellation);
        }

        Actor.Observe(admitted.Span, Now, intake, verdicts.Span, Effects);
        Admissions.Tell(verdicts.Span, outcomes.Span);
        admitted.Span.Clear();
        if (Actor.IsIncomplete)
        {
            await HistoryLearning.CompleteAsync(Actor, Effects, storage, cancellation);
            if (!_evaluatesLater)
            {
                Actor.Advance(Now, Effects.CauseOfLastRetraction, Effects);
            }
        }
    }

    /// <summary>Takes what the actor has to know of another one's journal.</summary>
    /// <param name="news">What was read of it.</param>
    /// <param name="storage">The actor's own journal.</param>
    /// <param name="cancellation">Ends the reading of its history.</param>
    public async ValueTask<FollowAnswer> FollowAsync(News news, IActorStorage storage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(news);
        if (Actor.FollowedThrough(news.Leader) is var known && known != news.After)
        {
            return new FollowAnswer(known, true, IsOutdated: true);
        }

        Now = Instant.Max(Now, news.At);
        Pass();
        if (!Actor.Exists && news.Begins)
        {
            Actor.Reset(_catalog!, Now);
            Adopt(Now);
            _appears = true;
        }

        var follows = await Actor.FollowAsync(news, Now, Effects, storage, cancellation);
        if (Actor.IsIncomplete)
        {
            await HistoryLearning.CompleteAsync(Actor, Effects, storage, cancellation);
            Actor.Advance(Now, Effects.CauseOfLastRetraction, Effects);
        }

        return new FollowAnswer(news.Through, follows, IsOutdated: false);
    }

    /// <summary>Lets time pass up to an instant after that of the turn, which it is from here on; nothing where it is before.</summary>
    public void AdvanceTo(Instant now)
    {
        Now = Instant.Max(Now, now);
        Advance();
    }

    /// <summary>Lets time pass up to the turn's instant.</summary>
    public void Advance()
    {
        if (Actor.Exists)
        {
            Actor.Advance(Now, Cause.Clock, Effects);
        }
    }

    /// <summary>Has the wake-up stored even if nothing else is.</summary>
    public void Schedule() => _mustSchedule = true;

    /// <summary>Whether there is anything for the store to take.</summary>
    /// <remarks>An actor without signals keeps nothing, but for what took them away, that its followers were told, and that a wake-up of before has come.</remarks>
    public bool HasChanges =>
        (Actor.Exists || Effects.HasPersonChange || Actor.HasFollowers || (_mustSchedule && Actor.StoredWake <= Now))
        && (Effects.Entries.Count > 0 || Effects.KnownIds.Count > 0 || (Effects.HasIndexChange && Actor.Sequence > 0) || (_mustSchedule && Wake is not null && Actor.Sequence > 0));

    /// <summary>What the journal has to take; null where nothing happened that it does not know. The effects are handed over with it.</summary>
    public ActorAppend? ToAppend()
    {
        if (!HasChanges)
        {
            return null;
        }

        return new ActorAppend(Actor.Id, Actor.Sequence + 1, [.. Effects.Entries], Effects.Entries.Count == 0 ? Wake ?? Actor.StoredWake ?? Due : Wake)
        {
            Evaluated = Now,
            NewIds = Effects.NewIds.Count == 0 ? [] : [.. Effects.NewIds],
            KnownIds = Effects.KnownIds.Count == 0 ? [] : [.. Effects.KnownIds],
            Index = Index,
            Decisive = _catalog!.Publication.Decisive,
            Profiles = _appears && Actor.Id.IsPerson ? 1 : 0,
        };
    }

    /// <summary>The store took it.</summary>
    /// <param name="sequence">The newest entry of the actor's journal from now on.</param>
    /// <param name="wake">The wake-up that was stored, or null where none was.</param>
    public void Committed(long sequence, Instant? wake)
    {
        // What has no entries postpones no wake-up that stands and is not known: it still is not known then which one stands.
        (Actor.Sequence, Actor.StoredWake) = (sequence, Effects.Entries.Count == 0 && Actor.StoredWake is null ? null : wake ?? Actor.StoredWake);
        Actor.Indexed();
        if (Actor.HasFollowers && Effects.TellNews(Actor))
        {
            Actor.News.Grew(sequence);
        }
    }

    private async ValueTask<int> PrepareSlowlyAsync(IActorStorage storage, CancellationToken cancellation)
    {
        if (Actor.Catalog is null)
        {
            var newer = await LoadAsync(storage, cancellation);
            if (newer > 0)
            {
                return newer;
            }
        }
        else if (_catalog!.IsNewerThan(Actor.Catalog))
        {
            await MoveAsync(Actor.Catalog, storage, cancellation);
        }
        else
        {
            _catalog = Actor.Catalog;
        }

        Now = Instant.Max(Now, Instant.Max(Actor.Exists ? Actor.AsOf : default, _catalog!.Since));
        Pass();
        return 0;
    }

    /// <summary>Lets whatever was due before the turn happen, unless all is evaluated later.</summary>
    private void Pass()
    {
        if (!_evaluatesLater)
        {
            Advance();
        }
    }

    /// <summary>Puts the actor together: its snapshot, then the tail of its journal. Decides nothing that the journal already says.</summary>
    private async ValueTask<int> LoadAsync(IActorStorage storage, CancellationToken cancellation)
    {
        var catalog = _catalog!;
        var stored = await storage.LoadAsync(Actor.Id, cancellation);
        var (sequence, adopted) = (stored.Sequence, stored.Catalog);
        if (stored.Snapshot.IsEmpty || !Actor.TryRestore(catalog, stored.Snapshot.Span))
        {
            // What this version can not read was written by a later one: the journal has everything that it has.
            sequence = 0;
            Actor.Reset(catalog, default);
        }

        Actor.SnapshotSequence = sequence;
        if (stored.Head != sequence)
        {
            await foreach (var (place, entry) in storage.ReadAsync(Actor.Id, sequence, JournalEntryKinds.All, cancellation))
            {
                Actor.Fold(entry);
                sequence = place;
                adopted = entry.Kind == JournalEntryKind.Catalog ? entry.Version : adopted;
            }

            Actor.EndFolding();
        }

        (Actor.Sequence, Actor.StoredWake) = (sequence, stored.Wake);
        Actor.Loaded();
        if (adopted > catalog.Version)
        {
            return adopted;
        }

        if (Actor.Exists)
        {
            await SettleAsync(adopted == catalog.Version, storage, cancellation);
        }

        Actor.Catalog = catalog;
        return 0;
    }

    /// <summary>
    /// Has a loaded actor evaluated: as of when it was last live, or, where it was last evaluated under another catalog or before the
    /// publication, as of the instant at which these came.
    /// </summary>
    private async ValueTask SettleAsync(bool isAdopted, IActorStorage storage, CancellationToken cancellation)
    {
        var catalog = _catalog!;
        var at = Instant.Max(Actor.AsOf, catalog.Since);
        var cause = !isAdopted ? Cause.OfCatalog(catalog.Version)
            : Actor.AsOf <= catalog.Publication.DecisiveAt ? Cause.OfPopulation(catalog.Publication.Decisive)
            : Cause.Clock;
        if (cause == Cause.Clock && _evaluatesLater && !Actor.IsIncomplete)
        {
            return;
        }

        if (cause != Cause.Clock)
        {
            Actor.SkipPast();
        }

        if (!isAdopted)
        {
            Adopt(at);
        }

        await EvaluateAsync(at, cause, storage, cancellation);
    }

    /// <summary>Moves an actor in memory to what is in force: up to when that came it lives under what was in force before.</summary>
    private async ValueTask MoveAsync(CatalogInForce before, IActorStorage storage, CancellationToken cancellation)
    {
        var catalog = _catalog!;
        Actor.Catalog = catalog;
        if (!Actor.Exists)
        {
            Actor.Reset(catalog, default);
            return;
        }

        if (!catalog.DecidesAnew(before))
        {
            Actor.Rebase(before, catalog);
            return;
        }

        var at = Instant.Max(catalog.Since, Actor.AsOf);
        Actor.Advance(at, Cause.Clock, Effects);
        var isOfAnotherCatalog = catalog.Version != before.Version;
        Actor.Rebase(before, catalog);
        if (isOfAnotherCatalog)
        {
            Adopt(at);
        }

        var cause = isOfAnotherCatalog ? Cause.OfCatalog(catalog.Version) : Cause.OfPopulation(catalog.Publication.Decisive);
        await EvaluateAsync(at, cause, storage, cancellation);
    }

    private async ValueTask EvaluateAsync(Instant at, Cause cause, IActorStorage storage, CancellationToken cancellation)
    {
        if (Actor.IsIncomplete)
        {
            await HistoryLearning.CompleteAsync(Actor, Effects, storage, cancellation);
        }

        Actor.Reevaluate(at, cause, Effects);

        // A wake-up that is stored is never too late, save where something else decides now.
        _mustSchedule |= cause != Cause.Clock;
    }

    /// <summary>From here on the actor is evaluated under the catalog in force.</summary>
    private void Adopt(Instant at)
    {
        _adopts = true;
        Effects.Add(JournalEntry.Adopted(_catalog!.Version, at));
    }
}
