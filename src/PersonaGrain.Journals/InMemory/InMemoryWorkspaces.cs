using System.Collections.Concurrent;
using PersonaGrain.Auditing;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Journals.InMemory;

/// <summary>Workspaces in this process's memory, each with stores of its own. Lost with the process.</summary>
/// <param name="main">Where main is kept.</param>
/// <param name="open">What a further workspace's stores are used through; null for as they are.</param>
public sealed class InMemoryWorkspaces(WorkspaceStores main, Func<WorkspaceNumber, WorkspaceStores, WorkspaceStores>? open = null) : IWorkspaceStorage
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<WorkspaceNumber, Entry> _entries = new()
    {
        [WorkspaceNumber.Main] = new Entry(new StoredWorkspace(WorkspaceNumber.Main, new Workspace(WorkspaceName.Main, default), 1, WorkspaceState.Live)),
    };

    private readonly ConcurrentDictionary<WorkspaceNumber, Held> _held = new();

    /// <summary>Workspaces with stores in memory.</summary>
    public InMemoryWorkspaces()
        : this(Held.Create().Stores)
    {
    }

    /// <inheritdoc />
    public IAuditTrail Audit { get; } = new InMemoryAuditTrail();

    /// <inheritdoc />
    public WorkspaceStores Of(WorkspaceNumber workspace) => workspace.IsMain ? main : HeldOf(workspace).Stores;

    /// <inheritdoc />
    /// <remarks>All of them, each time: that costs no more than to find out which changed.</remarks>
    public async ValueTask<WorkspaceNews> NewsAsync(long after, CancellationToken cancellation)
    {
        Entry[] entries;
        lock (_gate)
        {
            entries = [.. _entries.Values];
        }

        var changed = new List<WorkspaceInForce>(entries.Length);
        foreach (var entry in entries)
        {
            var stored = entry.Stored;
            try
            {
                var inForce = stored.State == WorkspaceState.Live ? await Of(stored.Number).Catalogs.NewestAsync(0, 0, cancellation) : default;
                changed.Add(new WorkspaceInForce(stored, inForce, entry.Settled));
            }
            catch (JournalUnavailableException) when (!stored.Number.IsMain && HeldOf(stored.Number).Journal.Catalogs.IsRemoved)
            {
                // Removed since the list was made: the next look says so.
            }
        }

        return new WorkspaceNews(changed, after);
    }

    /// <inheritdoc />
    public ValueTask<StoredWorkspace?> AddAsync(Workspace workspace, StoredCatalog catalog, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_entries.Values.Any(entry => entry.Stored.Workspace?.Name == workspace.Name))
            {
                return new((StoredWorkspace?)null);
            }

            var number = new WorkspaceNumber(_entries.Keys.Max().Value + 1);
            HeldOf(number).Journal.Catalogs.Put(catalog);
            var entry = new Entry(new StoredWorkspace(number, workspace, 1, WorkspaceState.Live));
            _entries.Add(number, entry);
            return new(entry.Stored);
        }
    }

    /// <inheritdoc />
    public ValueTask<StoredWorkspace?> ChangeAsync(StoredWorkspace changed, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(changed.Number, out var entry) || entry.Stored.Version != changed.Version || entry.Stored.State != WorkspaceState.Live)
            {
                return new((StoredWorkspace?)null);
            }

            entry.Stored = changed with { Version = changed.Version + 1, State = WorkspaceState.Live };
            return new(entry.Stored);
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> BeginRemovalAsync(WorkspaceNumber workspace, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (workspace.IsMain || !_entries.TryGetValue(workspace, out var entry) || entry.Stored.State != WorkspaceState.Live)
            {
                return new(false);
            }

            entry.Stored = new StoredWorkspace(workspace, null, entry.Stored.Version + 1, WorkspaceState.Removing);
        }

        HeldOf(workspace).Journal.Catalogs.Remove();
        return new(true);
    }

    /// <inheritdoc />
    public ValueTask<bool> RemoveSomeAsync(WorkspaceNumber workspace, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(workspace, out var entry) || entry.Stored.State == WorkspaceState.Live)
            {
                throw new InvalidOperationException($"the workspace {workspace} is not being removed");
            }

            entry.Stored = entry.Stored with { State = WorkspaceState.Removed };

            // Whoever still has the stores of before may not write to them; those that take their place are as empty.
            _held[workspace] = Held.Removed(workspace, open);
        }

        return new(false);
    }

    /// <inheritdoc />
    public ValueTask SettledAsync(WorkspaceNumber workspace, SettledCatalog settled, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(workspace, out var entry))
            {
                entry.Settled = new SettledCatalog(Math.Max(entry.Settled.Catalog, settled.Catalog), Math.Max(entry.Settled.Decisive, settled.Decisive));
            }
        }

        return default;
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WorkspaceWake>> DueWakesAsync(
        int shard, Instant upTo, WorkspaceWake? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var due = new List<WorkspaceWake>();
        foreach (var number in Live())
        {
            var page = await Of(number).Journal.DueWakesAsync(shard, upTo, After(number, after), limit, cancellation);
            due.AddRange(page.Select(wake => new WorkspaceWake(number, wake)));
        }

        return [.. due.OrderBy(static wake => wake.Due.At).ThenBy(static wake => wake.Workspace).ThenBy(static wake => wake.Due.Actor).Take(limit)];
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WorkspaceTotals>> TotalsAsync(CancellationToken cancellation)
    {
        var all = new List<WorkspaceTotals>();
        foreach (var number in Live())
        {
            if (await Of(number).Journal.TotalsAsync(cancellation) is { Signals: > 0 } totals)
            {
                all.Add(new WorkspaceTotals(number, totals.Profiles, totals.Signals));
            }
        }

        return all;
    }

    private static DueWake? After(WorkspaceNumber workspace, WorkspaceWake? after) => after switch
    {
        null => null,
        { } last when workspace == last.Workspace => last.Due,

        // Of an instant the workspaces come one after the other; nothing is due of no actor, so this is before all of an instant.
        { } last => new DueWake(default, workspace < last.Workspace ? last.Due.At + TimeSpan.FromTicks(1) : last.Due.At),
    };

    private WorkspaceNumber[] Live()
    {
        lock (_gate)
        {
            return [.. _entries.Values.Where(static entry => entry.Stored.State == WorkspaceState.Live).Select(static entry => entry.Stored.Number)];
        }
    }

    private Held HeldOf(WorkspaceNumber workspace) => _held.GetOrAdd(workspace, static (number, open) => Held.Create(number, open), open);

    /// <summary>A workspace and how far it is; everything under the gate.</summary>
    private sealed class Entry(StoredWorkspace stored)
    {
        public StoredWorkspace Stored { get; set; } = stored;

        public SettledCatalog Settled { get; set; }
    }

    /// <summary>Stores of one workspace, as they are and as they are used.</summary>
    private sealed record Held(InMemoryJournal Journal, WorkspaceStores Stores)
    {
        public static Held Create(WorkspaceNumber number = default, Func<WorkspaceNumber, WorkspaceStores, WorkspaceStores>? open = null)
        {
            var journal = new InMemoryJournal();
            var stores = new WorkspaceStores(journal, journal.Catalogs, new InMemoryQuarantine());
            return new Held(journal, open is null ? stores : open(number, stores));
        }

        public static Held Removed(WorkspaceNumber number, Func<WorkspaceNumber, WorkspaceStores, WorkspaceStores>? open)
        {
            var held = Create(number, open);
            held.Journal.Catalogs.Remove();
            return held;
        }
    }
}
