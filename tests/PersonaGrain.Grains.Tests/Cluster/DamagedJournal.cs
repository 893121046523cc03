using System.Collections.Concurrent;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>The journal of a workspace in which the entries of some actors can not be read.</summary>
internal sealed class DamagedJournal(WorkspaceNumber workspace, IActorJournal journal, ConcurrentDictionary<ActorAddress, bool> damaged) : ForwardingJournal(journal)
{
    public override IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation)
    {
        ThrowIfDamaged(actor);
        return base.ReadAsync(actor, after, kinds, cancellation);
    }

    public override ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ActorId actor, int limit, CancellationToken cancellation)
    {
        ThrowIfDamaged(actor);
        return base.NewestSignalsAsync(actor, limit, cancellation);
    }

    private void ThrowIfDamaged(ActorId actor)
    {
        if (damaged.ContainsKey(new ActorAddress(workspace, actor)))
        {
            throw new FormatException("an entry that the test damaged");
        }
    }
}
