using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Indexing;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Embedded.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded;

/// <summary>A store that is only read: nothing in its folder changes, no grid needs to run, and one that runs on it is not disturbed.</summary>
/// <remarks>
/// Answers are as of the store's newest commit; what is due since then is told as it will come when a grid runs on the store again. A read that
/// the store gives no answer to throws <see cref="IOException"/>. Works on a file system that can not be written.
/// </remarks>
public sealed class StoreReading : IDisposable
{
    private readonly ReadOnlySource _source;
    private readonly TimeProvider _time;
    private readonly Instant _stored;
    private readonly IndexSearch _search;

    private StoreReading(ReadOnlySource source, CommitState state, TimeProvider time)
    {
        (_source, _stored, _time) = (source, state.Clock, time);
        _search = StoredSearch.Over(source.Readers);
        (Profiles, Signals) = (state.Profiles, state.Signals);
        Clock = state.ClockKind == GridClock.Signals ? GridClock.Signals : GridClock.System;
    }

    /// <summary>The catalog in force.</summary>
    public Catalog Catalog => _source.InForce.Catalog;

    /// <summary>When it was put in force.</summary>
    public Instant CatalogSince => _source.InForce.Applied;

    /// <summary>What drives the store's clock.</summary>
    public GridClock Clock { get; }

    /// <summary>Profiles with at least one entry, when it was opened.</summary>
    public long Profiles { get; }

    /// <summary>Signals accepted, when it was opened.</summary>
    public long Signals { get; }

    /// <summary>Where the store's time was when it was written last.</summary>
    public Instant Committed => _stored;

    /// <summary>The store's time: the machine's, or where the signals came to.</summary>
    public Instant Now => Clock == GridClock.System ? Instant.Max(_stored, Instant.From(_time.GetUtcNow())) : _stored;

    /// <summary>Opens a store for reading.</summary>
    /// <param name="dataDirectory">Its folder.</param>
    /// <param name="time">The machine's clock.</param>
    public static StoreReadingOpening Open(string dataDirectory, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var path = StoreFiles.PathIn(dataDirectory);
        if (!File.Exists(path))
        {
            return StoreReadingOpening.NoStore.Instance;
        }

        if (StoreCheck.Find(path) is { } damage)
        {
            return new StoreReadingOpening.Unreadable(damage);
        }

        try
        {
            return Open(ReadOnlyFiles.Of(path), time);
        }
        catch (StoreException fault)
        {
            var (code, reason) = fault.ToFault();
            return new StoreReadingOpening.Unreadable(fault.IsDamage
                ? new EmbeddedGridOpening.Damaged(fault.Message, "restore the store from a backup")
                : new EmbeddedGridOpening.NotWritable(code, reason));
        }
    }

    /// <summary>Whether there is a store in a folder, readable or not; one that has no catalog yet is none.</summary>
    public static bool Exists(string dataDirectory)
    {
        var opening = Open(dataDirectory, TimeProvider.System);
        (opening as StoreReadingOpening.Opened)?.Store.Dispose();
        return opening is not StoreReadingOpening.NoStore;
    }

    /// <summary>The store as of an instant. What it was at an instant that is past, or what it will be if nothing arrives until then.</summary>
    public GridAsOf AsOf(Instant at) => at < _stored ? new PastGrid(_source, at) : new FutureGrid(_source, at);

    /// <summary>What all people together say, as a grid published it last; of generation 0 before the first.</summary>
    public PopulationModel Population => _source.InForce.Machine.Population;

    /// <summary>Counts everybody as of <see cref="Now"/>, and says what a grid would publish of what people are; of what is made of their past it says nothing.</summary>
    /// <remarks>Reads each person once. It is of generation 0, since nothing is published.</remarks>
    public Task<PopulationModel> CountAsync(CancellationToken cancellation) => Task.Run(
        async () => PopulationLearner.Learn(await StoredCensus.TakeAsync(_source, Now, cancellation), Population, 0, Now), cancellation);

    /// <summary>People, or accounts, sorted and filtered by indexed traits and scores.</summary>
    /// <remarks>As of when a grid ran on the store last: what time alone changed since is not in the index.</remarks>
    /// <param name="search">Whom to look for.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit or the number of tests is not one that there may be.</exception>
    public async ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation)
    {
        var isComplete = await Task.Run(() => _source.Readers.Read(CommitState.Read), cancellation) is { ReevaluateTo: 0 };
        return await _search.RunAsync(Catalog, search, Now, isComplete, cancellation);
    }

    /// <summary>
    /// The workspaces of a data directory, where this is the store of <c>main</c>: <c>main</c> first, then by name. Whether their stores can be used
    /// is not looked at.
    /// </summary>
    public IReadOnlyList<Workspace> Workspaces()
    {
        var kept = _source.Readers.Read(WorkspaceTable.Read).Where(row => row.State == WorkspaceState.Ready).Select(row => row.Workspace);
        var all = kept.Append(new Workspace(WorkspaceName.Main, default)).DistinctBy(workspace => workspace.Name);
        return [.. all.OrderBy(workspace => workspace.Name)];
    }

    /// <summary>A page of the signals that are set aside, oldest first.</summary>
    /// <param name="after">The position to read on after; 0 for all.</param>
    /// <param name="limit">At least 1.</param>
    public QuarantinePage Quarantine(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var entries = _source.Readers.Read(connection => QuarantineTable.Page(connection, after, limit));
        return new QuarantinePage(entries, entries.Count < limit ? null : entries[^1].Position);
    }

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();

    private static StoreReadingOpening Open(ReadOnlyFiles files, TimeProvider time)
    {
        using var connection = files.Open();
        if (StoreLayout.IsEmpty(connection))
        {
            return StoreReadingOpening.NoStore.Instance;
        }

        if (StoreLayout.CheckReadable(connection) is { } unreadable)
        {
            return new StoreReadingOpening.Unreadable(unreadable);
        }

        var state = CommitState.Read(connection);
        if (CatalogTable.ReadInForce(connection) is not { } inForce)
        {
            return state.Profiles == 0
                ? StoreReadingOpening.NoStore.Instance
                : throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, "the store has no catalog");
        }

        return new StoreReadingOpening.Opened(new StoreReading(new ReadOnlySource(files.Open, inForce, state.Checkpoint), state, time));
    }
}

/// <summary>What came of opening a store for reading.</summary>
public abstract record StoreReadingOpening
{
    private StoreReadingOpening()
    {
    }

    /// <summary>It can be read; dispose it when done.</summary>
    public sealed record Opened(StoreReading Store) : StoreReadingOpening;

    /// <summary>There is no store in the folder, or one that was only just begun: it has no catalog yet.</summary>
    public sealed record NoStore : StoreReadingOpening
    {
        /// <summary>The only instance.</summary>
        public static readonly NoStore Instance = new();

        private NoStore()
        {
        }
    }

    /// <summary>The store can not be read; why is told as by opening it.</summary>
    public sealed record Unreadable(EmbeddedGridOpening Why) : StoreReadingOpening;
}
