using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Puts what turns did into the partition's batch: entries, events, ids, wake-ups, indexed values, and snapshots.</summary>
/// <remarks>
/// While the store can not be written nothing is put anywhere: what a turn did is then seen by whoever asked, and taken back with
/// <see cref="TakeUnwritten"/>.
/// </remarks>
internal sealed class TurnWriter(PartitionContext context, ActorTable actors, BatchStream batches, HeadLog heads)
{
    private static readonly TimeSpan PutOff = TimeSpan.FromDays(1);

    private const int EntriesOfAnAccount = 8;

    private readonly int _snapshotEvery = context.Options.SnapshotEvery;
    private readonly List<ActorSlot> _unwritten = [];

    /// <summary>Where journals end.</summary>
    public HeadLog Heads => heads;

    /// <summary>Ends a turn: what it did goes into the batch.</summary>
    /// <param name="slot">The actor.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="written">How many of its entries are there already.</param>
    public void Write(ActorSlot slot, ActorTurn turn, int written = 0)
    {
        if (turn.Effects.Missed is { Count: > 0 } missed)
        {
            context.Missed.Add(missed);
        }

        if (turn.HasChanges)
        {
            if (context.IsFaulted)
            {
                _unwritten.Add(slot);
                return;
            }

            WriteEntries(slot, turn, written);
            WriteRest(slot, turn);
        }

        // What an actor holds grows now and then, by doubling: it need not be looked at after every signal.
        if (slot.Index >= 0 && (slot.Sequence >= slot.AccountAt || slot.Actor is null))
        {
            slot.AccountAt = slot.Sequence + EntriesOfAnAccount;
            actors.Account(slot);
        }
    }

    /// <summary>Puts what a turn did so far into the batch: it is durable, and told to its sender, before the turn ends.</summary>
    /// <remarks>The actor is due at once: where the end of the turn fails, or the process does, whoever comes next does what is left.</remarks>
    /// <returns>How many of the turn's entries are there now.</returns>
    public int WriteBegun(ActorSlot slot, ActorTurn turn)
    {
        var written = WriteEntries(slot, turn, 0);
        var batch = batches.Current;
        AddIds(batch, slot.Key, turn.Effects.NewIds);
        AddIds(batch, slot.Key, turn.Effects.KnownIds);
        StoreWake(batch, slot.Key, turn.Actor.StoredWake, turn.Now, turn.Now);
        turn.Actor.StoredWake = turn.Now;
        return written;
    }

    private int WriteEntries(ActorSlot slot, ActorTurn turn, int written)
    {
        var batch = batches.Current;
        batch.Touch(slot);
        var entries = turn.Effects.Entries;
        for (; written < entries.Count; written++)
        {
            if (slot.Key == 0)
            {
                MakeNew(slot, batch);
            }

            Append(batch, slot, entries[written], turn);
        }

        if (!slot.IsNew)
        {
            heads.Changed(slot);
        }

        return written;
    }

    /// <summary>Takes over where the writer left the journal of an actor. What the partition adds comes into blocks behind those of the writer.</summary>
    public void TakeOver(ActorSlot slot, in ActorAddress end)
    {
        batches.Current.Journal.CloseBlock();
        (slot.Key, slot.Head, slot.Sequence) = (end.Key, end.Head, end.Sequence);
        if (end.Sequence > context.Options.LongHistory)
        {
            slot.LongHistory ??= context.LongHistories.Add(slot.Id);
        }
    }

    /// <summary>Counts the first signal of an actor that has a row without one: it was only an identity so far.</summary>
    public void CountFirst(ActorSlot slot) => batches.Current.Profiles += slot is { Id.IsPerson: true, Actor.Exists: true } && !context.IsFaulted ? 1 : 0;

    /// <summary>Puts a snapshot of an actor into the batch.</summary>
    public void Snapshot(ActorSlot slot)
    {
        batches.Current.Touch(slot);
        batches.Current.AddSnapshot(slot, slot.Actor!);
        slot.Actor!.SnapshotSequence = slot.Sequence;
    }

    /// <summary>The wake-up of an actor that can not be loaded is put off: it is tried again, and holds up nobody meanwhile.</summary>
    public void Postpone(long key, Instant due)
    {
        if (!context.IsFaulted)
        {
            StoreWake(batches.Current, key, due, context.Time.Now + PutOff, due);
        }
    }

    /// <summary>A wake-up that was due is dealt with by the turn that goes on, which stores the next one.</summary>
    /// <remarks>It may not be the one that the actor knows of: of one that came to memory anew, an earlier wake-up than it would need may still stand.</remarks>
    public void Woken(long key, Instant due, Actor actor)
    {
        if (!context.IsFaulted)
        {
            batches.Current.Wakes.Add(new WakeRow(key, due, IsOver: true));
            actor.StoredWake = actor.StoredWake == due ? null : actor.StoredWake;
        }
    }

    /// <summary>The actors that changed while nothing could be written; they are forgotten here.</summary>
    public ActorSlot[] TakeUnwritten()
    {
        if (_unwritten.Count == 0)
        {
            return [];
        }

        ActorSlot[] unwritten = [.. _unwritten];
        _unwritten.Clear();
        return unwritten;
    }

    private void MakeNew(ActorSlot slot, CommitBatch batch)
    {
        (slot.Key, slot.IsNew) = (context.Keys.Next(), true);
        batch.AddNew(slot);
        if (slot.Index < 0)
        {
            actors.Add(slot);
        }
    }

    private void Append(CommitBatch batch, ActorSlot slot, in JournalEntry entry, ActorTurn turn)
    {
        // What was due long ago is committed now; under a clock of signals every actor has its own now.
        var committed = !entry.IsEvent ? default : context.Time.Kind == GridClock.System ? context.Time.Now : turn.Now;
        slot.Head = batch.Journal.Append(slot.Key, ++slot.Sequence, slot.Head, entry, committed);
        if (entry.Kind == JournalEntryKind.Signal)
        {
            batch.Signals++;
        }
        else if (entry.IsEvent)
        {
            batch.Events.Add(new EventRow(slot.Key, slot.Id, entry, committed, slot.Head));
        }

        if (HistoryMarks.IsAt(slot.Sequence))
        {
            batch.Marks.Add(new MarkRow(slot.Key, slot.Sequence, slot.Head));
            if (slot.Sequence > context.Options.LongHistory)
            {
                slot.LongHistory ??= context.LongHistories.Add(slot.Id);
            }
        }
    }

    private void WriteRest(ActorSlot slot, ActorTurn turn)
    {
        var (batch, effects) = (batches.Current, turn.Effects);
        AddIds(batch, slot.Key, effects.NewIds);
        AddIds(batch, slot.Key, effects.KnownIds);
        // What is to be evaluated later is due at once; a wake-up that is due already may stand.
        var wake = turn.Wake is { } due && due <= turn.Now && turn.Actor.StoredWake <= turn.Now ? null : turn.Wake;
        if (wake is { } at)
        {
            StoreWake(batch, slot.Key, turn.Actor.StoredWake, at, turn.Now);
        }

        if (turn.Index is { } index)
        {
            batch.Index.Add(slot.Key, index);
        }

        turn.Committed(slot.Sequence, wake);

        // Rows of wake-ups stand side by side: what was stored is known, also of a turn without entries.
        turn.Actor.StoredWake = wake ?? turn.Actor.StoredWake;
        if (slot.Sequence - turn.Actor.SnapshotSequence >= _snapshotEvery)
        {
            Snapshot(slot);
        }
    }

    /// <summary>Stores a wake-up. One that stood and is due is over; one that is later may stand, since to take it out would cost a page of its own.</summary>
    private static void StoreWake(CommitBatch batch, long key, Instant? stored, Instant at, Instant now)
    {
        if (stored is { } before && before <= now)
        {
            batch.Wakes.Add(new WakeRow(key, before, IsOver: true));
        }

        if (at != Instant.Never)
        {
            batch.Wakes.Add(new WakeRow(key, at));
        }
    }

    private static void AddIds(CommitBatch batch, long actor, IReadOnlyList<ulong> ids)
    {
        for (var index = 0; index < ids.Count; index++)
        {
            batch.Ids.Add(new IdRow(actor, ids[index]));
        }
    }
}
