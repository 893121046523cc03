using System.Buffers;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using SQLitePCL;

namespace PersonaGrain.Embedded.Journal;

/// <summary>Reads the entries of one actor after another, each in the order in which they happened; used by one thread at a time.</summary>
/// <remarks>Memory: one stretch between two marks, however long the history is. Time: one look-up for each entry, less where several lie in one block.</remarks>
internal sealed class ActorHistory(IBlockSource blocks, HistoryMarks marks, INameTable? names)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<Held> _stretch = [];

    /// <summary>The entries of some kinds after a sequence number, in order.</summary>
    /// <exception cref="StoreException">The store can not be read, or is damaged in this place.</exception>
    public IEnumerable<JournaledEntry> Read(ActorAddress address, long after, JournalEntryKinds kinds, CancellationToken cancellation = default)
    {
        while (after < address.Sequence)
        {
            // Of kinds that are rare a long history is walked to its end for one entry.
            cancellation.ThrowIfCancellationRequested();
            var end = marks.Next(address, after);
            Gather(address.Key, end.Position, after, kinds, int.MaxValue);
            after = end.Sequence;
            for (var index = _stretch.Count - 1; index >= 0; index--)
            {
                yield return new JournaledEntry(_stretch[index].Sequence, Decode(_stretch[index]));
            }
        }
    }

    /// <summary>The entries of some kinds from the newest back, as far as there are so many signals among them; oldest first.</summary>
    /// <exception cref="StoreException">The store can not be read, or is damaged in this place.</exception>
    public IReadOnlyCollection<JournalEntry> ReadNewest(ActorAddress address, JournalEntryKinds kinds, int signals)
    {
        Gather(address.Key, address.Head, 0, kinds, signals);
        var entries = new JournalEntry[_stretch.Count];
        for (var index = 0; index < entries.Length; index++)
        {
            entries[^(index + 1)] = Decode(_stretch[index]);
        }

        return entries;
    }

    /// <summary>Walks backwards from an entry and holds what is wanted, newest first.</summary>
    private void Gather(long actor, JournalPosition from, long after, JournalEntryKinds kinds, int signals)
    {
        _bytes.ResetWrittenCount();
        _stretch.Clear();
        var newer = long.MaxValue;
        try
        {
            for (var position = from; position != default && signals > 0;)
            {
                var row = new BlockReader(position.Block, blocks.Read(position.Block)).At(position.Index);
                if (row.Actor != actor || row.Sequence >= newer)
                {
                    throw new FormatException($"entry {position.Index} of block {position.Block} of the journal is not of the actor whose history leads there");
                }

                if (row.Sequence <= after)
                {
                    break;
                }

                if (kinds.Has(row.Kind))
                {
                    Hold(row);
                    signals -= row.Kind == JournalEntryKind.Signal ? 1 : 0;
                }

                (newer, position) = (row.Sequence, row.Previous);
            }
        }
        catch (FormatException fault)
        {
            throw new StoreException(raw.SQLITE_CORRUPT, fault.Message);
        }
        finally
        {
            blocks.Release();
        }
    }

    private void Hold(in JournalRow row)
    {
        _stretch.Add(new Held(row.Sequence, row.Kind, _bytes.WrittenCount, row.Payload.Length));
        _bytes.Write(row.Payload);
    }

    private JournalEntry Decode(in Held held)
    {
        try
        {
            return JournalEntryCodec.Read(held.Kind, _bytes.WrittenSpan.Slice(held.Start, held.Length), names);
        }
        catch (FormatException fault)
        {
            throw new StoreException(raw.SQLITE_CORRUPT, $"entry {held.Sequence} of an actor's journal can not be read: {fault.Message}");
        }
    }

    /// <summary>An entry whose bytes are held.</summary>
    private readonly record struct Held(long Sequence, JournalEntryKind Kind, int Start, int Length);
}
