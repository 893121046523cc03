using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Tests;

/// <summary>A folder, a clock and short forms for tests of this engine alone.</summary>
public abstract class OpenGrid : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(90));
    private readonly List<EmbeddedGrid> _grids = [];

    protected static readonly TimeSpan Day = TimeSpan.FromDays(1);
    protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected TemporaryFolder Folder { get; } = TemporaryFolder.InMemory();

    protected ManualTimeProvider Clock { get; } = new();

    protected CancellationToken Deadline => _deadline.Token;

    protected EmbeddedGridOptions Options => new()
    {
        DataDirectory = Folder.Path,
        Partitions = 2,
        FaultRetry = TimeSpan.FromMilliseconds(20),
        LockTimeout = TimeSpan.Zero,
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var grid in _grids)
        {
            await grid.DisposeAsync();
        }

        Folder.Dispose();
        _deadline.Dispose();
    }

    protected async Task<EmbeddedGrid> OpenAsync(
        CatalogDocument? catalog = null, EmbeddedGridOptions? options = null, Action<OpeningProgress>? progress = null) =>
        (await TryOpenAsync(catalog, options, progress)).ShouldBeOfType<EmbeddedGridOpening.Opened>().Grid;

    protected async Task<EmbeddedGridOpening> TryOpenAsync(
        CatalogDocument? catalog = null, EmbeddedGridOptions? options = null, Action<OpeningProgress>? progress = null)
    {
        var opening = await EmbeddedGrid.OpenAsync(options ?? Options, catalog, Clock, null, progress, Deadline);
        if (opening is EmbeddedGridOpening.Opened opened)
        {
            _grids.Add(opened.Grid);
        }

        return opening;
    }

    protected async Task ObserveAsync(EmbeddedGrid grid, params Observation[] observations) =>
        (await grid.ObserveAsync(observations, Deadline)).ShouldBeOfType<ObserveResult.Observed>();

    protected async Task<ProfileView> ProfileAsync(EmbeddedGrid grid, string id = "ada") =>
        (await grid.ProfileAsync(Some.Profile(id), Deadline)).ShouldNotBeNull();

    protected async Task<List<GridEvent>> EventsAsync(EmbeddedGrid grid) => [.. (await grid.EventsAsync(0, 10_000, Deadline)).Events];

    /// <summary>A number that the store says, read beside whoever has it.</summary>
    protected long Number(string sql)
    {
        using var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Read, TimeSpan.FromSeconds(30));
        return connection.Number(sql);
    }

    /// <summary>Changes a closed store.</summary>
    protected void Change(string sql)
    {
        using var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30));
        connection.Execute(sql);
    }

    protected static Observation[] Views(int profiles, int each = 1, Instant? time = null) =>
        [.. Enumerable.Range(0, profiles * each).Select(index => Some.Observation($"visitor-{index % profiles}", time: time))];

    protected static ProfileId Visitor(int index) => Some.Profile($"visitor-{index}");

    protected static CatalogDocument Recent(string within = "7d", int version = 1) =>
        Some.CatalogWhere($$"""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "{{within}}" }""", version);
}
