using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The writer's connection and the transaction it is in: turns batches into rows, and undoes in memory what a failed commit assumed.</summary>
internal sealed class CommitSession(
    StoreFiles files, StoreNames names, SegmentAggregates segments, CheckpointProgress checkpoint) : IDisposable
{
    private readonly List<(int Batch, BlockRow Row)> _blocks = [];
    private readonly List<ActorRow> _actors = [];
    private readonly EventOrder _order = new();
    private StoreConnection? _connection;
    private CommitStatements? _statements;
    private CommitState _working = new();
    private int _namesStored;
    private int _namesWritten;

    /// <summary>What is durable.</summary>
    public CommitState Committed { get; private set; } = new();

    /// <summary>Events of the transaction, in the order of their positions.</summary>
    public List<GridEvent> NewEvents { get; } = [];

    /// <summary>The earliest wake-up that the transaction stores.</summary>
    public Instant EarliestWake { get; private set; }

    /// <summary>Opens (or opens anew) and reads where the store stands.</summary>
    public void Open()
    {
        Dispose();
        _connection = files.OpenWriter();
        _statements = new CommitStatements(_connection);
        segments.Load(_connection);
        Committed = CommitState.Read(_connection);
        _working = Committed with { };
        _namesStored = (int)_connection.Number("SELECT max(number) FROM names");
    }

    /// <summary>Starts a transaction.</summary>
    public void Begin()
    {
        NewEvents.Clear();
        EarliestWake = Instant.Never;
        _namesWritten = _namesStored;
        _statements!.Begin.Run();
    }

    /// <summary>Puts batches into the transaction, one of each partition.</summary>
    public void Insert(IReadOnlyList<CommitBatch> batches)
    {
        InsertJournal(batches);
        for (var index = 0; index < batches.Count; index++)
        {
            var batch = batches[index];
            InsertRows(batch);
            if (batch.CheckpointBound is { } bound)
            {
                checkpoint.Add(index, bound);
            }

            _working.Signals += batch.Signals;
            _working.Clock = Instant.Max(_working.Clock, batch.Clock);
        }

        _statements!.Index.Write(batches);
        InsertEvents(_order.Of(batches));
    }

    /// <summary>Puts a batch of the writer's own behind those of the partitions.</summary>
    /// <remarks>Its events are told in its order: some are of an instant before that of one that the same actor told already.</remarks>
    public void InsertLate(CommitBatch batch)
    {
        InsertJournal([batch]);
        InsertRows(batch);
        _statements!.Index.Write([batch]);
        InsertEvents(batch.Events);
    }

    /// <summary>Runs a change of the state or of a table of its own.</summary>
    public void Run(Action<StoreConnection, CommitState> change) => change(_connection!, _working);

    /// <summary>Makes the transaction durable.</summary>
    public void Commit()
    {
        segments.Write();
        _working.Checkpoint = checkpoint.Completed ?? _working.Checkpoint;
        _working.Write(_statements!.UpdateState);
        _statements.Commit.Run();
        Committed = _working with { };
        _namesStored = Math.Max(_namesStored, _namesWritten);
        segments.Publish();
        checkpoint.Commit();
    }

    /// <summary>Undoes the transaction, in the file and in memory. The file's part may fail: the connection is then opened anew before it is used again.</summary>
    public void Rollback()
    {
        NewEvents.Clear();
        _working = Committed with { };
        checkpoint.Rollback();
        try
        {
            if (_connection is { InTransaction: true } open)
            {
                open.Execute("ROLLBACK");
            }
        }
        catch (StoreException)
        {
            // The session is opened anew before the next transaction, which ends this one.
        }
    }

    /// <summary>Moves the log into the file, at a clean end.</summary>
    public void TruncateLog() => _connection!.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <inheritdoc />
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void InsertJournal(IReadOnlyList<CommitBatch> batches)
    {
        InsertNames(batches);
        InsertActors(batches);
        InsertBlocks(batches);
    }

    private void InsertNames(IReadOnlyList<CommitBatch> batches)
    {
        foreach (var batch in batches)
        {
            for (; _namesWritten < batch.Names; _namesWritten++)
            {
                _statements!.InsertName.Bind(1, _namesWritten + 1).Bind(2, names.NameOf(_namesWritten + 1)).Run();
            }
        }
    }

    /// <summary>In the order of keys: rows are then added at the end of their table.</summary>
    private void InsertActors(IReadOnlyList<CommitBatch> batches)
    {
        _actors.Clear();
        foreach (var batch in batches)
        {
            _actors.AddRange(batch.Actors);
        }

        _actors.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        foreach (var row in _actors)
        {
            _statements!.InsertActor.Bind(1, row.Key).Bind(2, row.Id).Bind(3, row.Head.Value).Bind(4, row.Sequence).Run();
            _working.Profiles += Turns.ActorId.Parse(row.Id).IsPerson ? 1 : 0;
        }
    }

    /// <summary>In the order of their numbers, as actors.</summary>
    private void InsertBlocks(IReadOnlyList<CommitBatch> batches)
    {
        _blocks.Clear();
        for (var index = 0; index < batches.Count; index++)
        {
            foreach (var row in batches[index].Journal.Blocks)
            {
                _blocks.Add((index, row));
            }
        }

        _blocks.Sort(static (a, b) => a.Row.Number.CompareTo(b.Row.Number));
        foreach (var (batch, row) in _blocks)
        {
            _statements!.InsertBlock.Bind(1, row.Number).Bind(2, batches[batch].Journal.Bytes(row)).Run();
        }
    }

    private void InsertRows(CommitBatch batch)
    {
        _working.Profiles += batch.Profiles;
        foreach (var row in batch.Snapshots)
        {
            _statements!.UpsertSnapshot.Bind(1, row.Actor).Bind(2, row.Sequence).Bind(3, row.Catalog).Bind(4, batch.BytesOf(row)).Run();
        }

        foreach (var row in batch.Wakes)
        {
            WriteWake(row);
        }

        foreach (var row in batch.Ids)
        {
            _statements!.InsertId.Bind(1, row.Actor).Bind(2, (long)row.Id).Run();
        }

        foreach (var row in batch.Marks)
        {
            _statements!.InsertMark.Bind(1, row.Actor).Bind(2, row.Sequence).Bind(3, row.Position.Value).Run();
        }

        foreach (var row in batch.Heads)
        {
            _statements!.UpdateHead.Bind(1, row.Actor).Bind(2, row.Head.Value).Bind(3, row.Sequence).Run();
        }
    }

    private void WriteWake(in WakeRow row)
    {
        if (row.IsOver)
        {
            _statements!.DeleteWake.Bind(1, row.At).Bind(2, row.Actor).Run();
        }
        else
        {
            _statements!.InsertWake.Bind(1, row.At).Bind(2, row.Actor).Run();
            EarliestWake = Instant.Min(EarliestWake, row.At);
        }
    }

    private void InsertEvents(IEnumerable<EventRow> events)
    {
        foreach (var row in events)
        {
            if (row.Entry.Kind == JournalEntryKind.Change)
            {
                segments.Apply(row.Key, row.Entry.Change);
            }

            // Events of other kinds of actors are their own matter.
            if (row.Actor.IsProfile)
            {
                var position = ++_working.Event;
                _statements!.InsertEvent.Bind(1, position).Bind(2, row.Place.Value).Run();
                NewEvents.Add(GridEvent.Of(position, row.Actor.Profile, row.Entry, row.Committed));
            }
        }
    }
}
