using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>
/// One actor in memory: its state, and what is known of its journal. It is changed by one <see cref="ActorTurn"/> at a time, and thrown away
/// whenever its journal may say otherwise.
/// </summary>
/// <remarks>
/// A new kind of actor derives from this, and from <see cref="ActorKind"/>; no host needs to know it. Everything it does must follow from its
/// arguments: no clock, no chance, no input or output.
/// </remarks>
public abstract class Actor
{
    private readonly ActorId _id;
    private FollowerNews? _news;

    /// <summary>An actor that is not loaded yet.</summary>
    protected Actor(ActorId id) => _id = id;

    /// <summary>Who it is.</summary>
    public ActorId Id => _id;

    /// <summary>What the state is evaluated under; null while the actor is not loaded.</summary>
    public CatalogInForce? Catalog { get; internal set; }

    /// <summary>The newest entry of its journal that the state has.</summary>
    public long Sequence { get; internal set; }

    /// <summary>The newest entry that its stored snapshot covers; 0 for none.</summary>
    public long SnapshotSequence { get; set; }

    /// <summary>The wake-up that is stored for it; null where that is not known.</summary>
    public Instant? StoredWake { get; set; }

    /// <summary>Whether anything was ever taken.</summary>
    public abstract bool Exists { get; }

    /// <summary>Whether the state is to be completed from history before it is evaluated.</summary>
    public abstract bool IsIncomplete { get; }

    /// <summary>Whether a message id may be one that only the journal's index of ids knows.</summary>
    public abstract bool HasForgottenIds { get; }

    /// <summary>Up to when whatever was due has been dealt with; never moves back.</summary>
    public abstract Instant AsOf { get; }

    /// <summary>Nothing happens to it by itself before this.</summary>
    public abstract Instant WakeAt { get; }

    /// <summary>Bytes of managed memory that it holds, by its own account.</summary>
    public abstract int EstimatedBytes { get; }

    /// <summary>Where what it held is now: signals are to be taken there, and answers read there; null where it is here.</summary>
    public virtual ActorId? MovedTo => null;

    /// <summary>Whether other actors follow its journal. Cheap: it is asked in every turn.</summary>
    public virtual bool HasFollowers => false;

    /// <summary>The actors that follow its journal.</summary>
    public virtual IReadOnlyList<Follower> Followers => [];

    /// <summary>What its followers have been told.</summary>
    public FollowerNews News => _news ??= NewNews();

    /// <summary>Whether there is a follower that is to be told something.</summary>
    public virtual bool HasUntold => HasFollowers && Untold.Count > 0;

    /// <summary>The followers that are to be told something, in no order.</summary>
    public virtual IReadOnlyList<ActorId> Untold => !HasFollowers ? [] : [.. Followers.Where(follower => News.IsFor(follower)).Select(static follower => follower.Actor)];

    /// <summary>The newest entry of another actor's journal that it has; 0 where it does not follow that one.</summary>
    public virtual long FollowedThrough(ActorId leader) => 0;

    /// <summary>Writes its state, to be read again by a later load.</summary>
    public abstract void WriteSnapshot(IBufferWriter<byte> target);

    /// <summary>Writes its state to be looked at elsewhere: as a snapshot, but what is written takes no signals, and may leave out what only those need.</summary>
    public virtual void WriteForReading(IBufferWriter<byte> target) => WriteSnapshot(target);

    /// <summary>Makes it one that has seen nothing, under a catalog.</summary>
    protected internal abstract void Reset(CatalogInForce catalog, Instant now);

    /// <summary>Takes a snapshot over, under a catalog; false where this version can not read it.</summary>
    protected internal abstract bool TryRestore(CatalogInForce catalog, ReadOnlySpan<byte> snapshot);

    /// <summary>Repeats what the journal says happened; decides nothing. The first entry makes it exist.</summary>
    protected internal abstract void Fold(in JournalEntry entry);

    /// <summary>Every entry was repeated.</summary>
    protected internal virtual void EndFolding()
    {
    }

    /// <summary>What it was last evaluated under says nothing of what it is evaluated under now.</summary>
    protected internal abstract void SkipPast();

    /// <summary>Moves the state to another catalog and publication; where it does not cover them, it is incomplete afterwards.</summary>
    protected internal abstract void Rebase(CatalogInForce from, CatalogInForce to);

    /// <summary>Begins to learn from history what the state does not cover.</summary>
    protected internal abstract void BeginLearning();

    /// <summary>Learns a signal of history; not one that was taken back.</summary>
    protected internal abstract void Learn(Signal signal, TurnEffects effects);

    /// <summary>All of history was learned.</summary>
    protected internal abstract void EndLearning();

    /// <summary>Lets time pass: whatever is due up to an instant happens at its own, in order.</summary>
    /// <param name="now">Up to when.</param>
    /// <param name="moved">Why a state that is to be evaluated as of now is.</param>
    /// <param name="effects">What happens.</param>
    protected internal abstract void Advance(Instant now, Cause moved, TurnEffects effects);

    /// <summary>Evaluates everything as of an instant, after what it is evaluated under changed.</summary>
    protected internal abstract void Reevaluate(Instant at, Cause cause, TurnEffects effects);

    /// <summary>Checks a signal before it is taken.</summary>
    protected internal abstract SignalAdmission Admit(Signal signal, Instant now);

    /// <summary>Takes admitted signals at one instant.</summary>
    /// <param name="signals">The signals in the call's order.</param>
    /// <param name="now">The instant.</param>
    /// <param name="intake">Whether they are news or history.</param>
    /// <param name="verdicts">Filled in; a duplicate is marked beforehand where the journal's index knows its id.</param>
    /// <param name="effects">What happens.</param>
    protected internal abstract void Observe(
        ReadOnlySpan<Signal> signals, Instant now, in Intake intake, Span<ObservationVerdict> verdicts, TurnEffects effects);

    /// <summary>Takes what it has to know of another actor's journal, at one instant; whether it follows that one any further.</summary>
    /// <param name="news">What was read.</param>
    /// <param name="now">The instant.</param>
    /// <param name="effects">What happens.</param>
    /// <param name="storage">Its own journal.</param>
    /// <param name="cancellation">Ends the reading of its history.</param>
    protected internal virtual ValueTask<bool> FollowAsync(
        News news, Instant now, TurnEffects effects, IActorStorage storage, CancellationToken cancellation) =>
        throw new InvalidOperationException($"{_id} follows nobody");

    /// <summary>Keeps account of what its followers have been told.</summary>
    private protected virtual FollowerNews NewNews() => new();

    /// <summary>It was put together from what is stored: whether its followers were told all of it nobody knows, where its state does not say.</summary>
    internal virtual void Loaded()
    {
        if (HasFollowers)
        {
            News.Grew(Sequence);
        }
    }

    /// <summary>Whether another signal of its journal may be the same one, that came by another identity.</summary>
    internal virtual bool MayRepeat(Signal signal) => true;

    /// <summary>Whether followers are to know of an entry of its journal.</summary>
    protected internal virtual bool IsNews(in JournalEntry entry) => false;

    /// <summary>What the index of fields is to be told of it; null where it has everything, and for kinds that are not in it.</summary>
    /// <param name="replacesAll">Whether the index may have something of it under other fields than those of its catalog.</param>
    protected internal virtual IndexUpdate? UpdateIndex(bool replacesAll) => null;

    /// <summary>The index has what it was told.</summary>
    protected internal virtual void Indexed()
    {
    }

    /// <summary>What the index has of it is not known any more.</summary>
    protected internal virtual void ForgetIndexed()
    {
    }

    /// <summary>Someone else may have committed a wake-up, and what the index has with it: the next commit says both anew.</summary>
    public void ForgetCommitted()
    {
        StoredWake = null;
        ForgetIndexed();
    }
}
