using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>
/// Puts changes of people into a commit: verifies that the journals of their actors end where they begin, and turns them into rows. The writer's own.
/// </summary>
/// <remarks>
/// The actors are held from the commit's barrier on: what lies before it is in the commit, and nothing behind it concerns them before they are released.
/// So the ends that their partitions tell at the barrier are what the store will have.
/// </remarks>
internal sealed class PersonWriter(BlockNumbers blocks, StoreNames names, ActorKeys keys)
{
    private readonly CommitBatch _batch = new(blocks, names);
    private readonly Dictionary<ActorId, ActorHold> _holds = [];
    private readonly List<Redirect> _redirects = [];
    private readonly List<JoinedRow> _joined = [];
    private long _number;

    /// <summary>The actors of the commit.</summary>
    public IReadOnlyCollection<ActorHold> Holds => _holds.Values;

    /// <summary>Which of them lead elsewhere behind the commit than before it.</summary>
    public IReadOnlyList<Redirect> Redirects => _redirects;

    /// <summary>Begins a commit with these changes.</summary>
    public void Begin(IEnumerable<PersonCommit> commits, PartitionSet partitions)
    {
        _holds.Clear();
        _redirects.Clear();
        _joined.Clear();
        foreach (var actor in commits.SelectMany(static commit => commit.Appends).Select(static append => append.Actor))
        {
            if (!_holds.ContainsKey(actor))
            {
                _holds.Add(actor, new ActorHold(actor, partitions.Of(actor)));
            }
        }
    }

    /// <summary>Puts them into the open transaction, those that still hold; of two that concern one actor the first.</summary>
    /// <param name="commits">The changes.</param>
    /// <param name="session">The transaction; it has all that lies before the barrier.</param>
    /// <param name="inForce">What is in force in front of the barrier.</param>
    /// <param name="epoch">The writer's epoch.</param>
    public void Write(IEnumerable<PersonCommit> commits, CommitSession session, CatalogInForce inForce, int epoch)
    {
        _batch.Begin(++_number, epoch);
        foreach (var commit in commits)
        {
            Take(commit, inForce);
        }

        _batch.Seal(default);
        session.InsertLate(_batch);
        session.Run((connection, _) => JoinedTable.Write(connection, _joined));
    }

    private void Take(PersonCommit commit, CatalogInForce inForce)
    {
        foreach (var append in commit.Appends)
        {
            var hold = _holds[append.Actor];
            commit.Fault ??= hold.Fault;
            commit.Busy = hold.IsBusy ? hold.Actor : commit.Busy;
        }

        if (commit.Fault is not null || commit.Busy != default || !ReferenceEquals(commit.Catalog, inForce)
            || commit.Appends.Any(append => append.First != _holds[append.Actor].End.Sequence + 1))
        {
            return;
        }

        foreach (var append in commit.Appends)
        {
            Take(append, _holds[append.Actor], inForce.Version);
        }

        foreach (var append in commit.Appends)
        {
            Redirect(append);
        }

        commit.IsWritten = true;
    }

    private void Take(ActorAppend append, ActorHold hold, int catalog)
    {
        var (key, head, sequence) = hold.End;
        var isNew = key == 0;
        key = isNew ? keys.Next() : key;
        foreach (var entry in append.Entries)
        {
            head = _batch.Journal.Append(key, ++sequence, head, entry, append.Evaluated);
            if (entry.IsEvent)
            {
                _batch.Events.Add(new EventRow(key, append.Actor, entry, append.Evaluated, head));
            }

            if (HistoryMarks.IsAt(sequence))
            {
                _batch.Marks.Add(new MarkRow(key, sequence, head));
            }
        }

        (hold.End, hold.IsWritten) = (new ActorAddress(key, head, sequence), true);
        TakeRest(append, hold.End, isNew, catalog);
    }

    private void TakeRest(ActorAppend append, in ActorAddress end, bool isNew, int catalog)
    {
        if (isNew)
        {
            _batch.Actors.Add(new ActorRow(end.Key, append.Actor.Key, end.Head, end.Sequence));
        }
        else
        {
            _batch.Heads.Add(new HeadRow(end.Key, end.Head, end.Sequence));
        }

        // A new row is counted as a profile; what it is worth the append says.
        _batch.Profiles += append.Profiles - (isNew && append.Actor.IsPerson ? 1 : 0);
        if (append.Entries is [.., { Kind: JournalEntryKind.Person } last])
        {
            // The state after it stands in the entry: no load has to go through what led there.
            _batch.AddSnapshot(end, catalog, last.Person.Snapshot.Span);
        }

        foreach (var id in append.KnownIds.Concat(append.NewIds))
        {
            _batch.Ids.Add(new IdRow(end.Key, id));
        }

        if (append.Wake is { } wake && wake != Instant.Never)
        {
            _batch.Wakes.Add(new WakeRow(end.Key, wake));
        }

        if (append.Index is { } index)
        {
            _batch.Index.Add(end.Key, index);
        }
    }

    private void Redirect(ActorAppend append)
    {
        if (append.Entries is not [.., { Kind: JournalEntryKind.Person } last])
        {
            return;
        }

        var other = ActorId.Of(last.Person.Other);
        if (last.Person.IsSealed)
        {
            _redirects.Add(new Redirect(append.Actor, other));
            _joined.Add(new JoinedRow(_holds[append.Actor].End.Key, _holds[other].End.Key));
        }
        else if (append.Entries.Any(static entry => entry is { Kind: JournalEntryKind.Person, Person.Kind: PersonChangeKind.Restored }))
        {
            // It has a person again, its own or one that was handed over to it.
            _redirects.Add(new Redirect(append.Actor, null));
            _joined.Add(new JoinedRow(_holds[append.Actor].End.Key, 0));
        }
    }
}
