using System.Data;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>Grain storage keeps what Orleans needs: a writer names the version it read, and no row comes back where that is not the newest.</summary>
public sealed class OrleansStorageTests : IAsyncLifetime
{
    private OrleansQueries? _queries;

    private OrleansQueries Queries => _queries!;

    public async Task InitializeAsync()
    {
        if (PostgresBinaries.WhyMissing is null)
        {
            _queries = await OrleansQueries.OpenAsync(await SharedServer.DatabaseAsync());
        }
    }

    public async Task DisposeAsync() => await (_queries?.DisposeAsync() ?? ValueTask.CompletedTask);

    [PostgresTheory]
    [InlineData("ada")]
    [InlineData(null)]
    public async Task State_is_written_and_read_by_version(string? key)
    {
        (await ReadAsync(key)).ShouldBeNull();

        (await WriteAsync(key, null, 1)).ShouldBe(1);
        (await WriteAsync(key, 1, 2)).ShouldBe(2);

        var (payload, version) = (await ReadAsync(key)).ShouldNotBeNull();
        payload.ShouldBe([2]);
        version.ShouldBe(2);
    }

    [PostgresTheory]
    [InlineData("ada")]
    [InlineData(null)]
    public async Task Write_from_another_version_gives_no_row_and_changes_nothing(string? key)
    {
        await WriteAsync(key, null, 1);

        (await WriteAsync(key, null, 9)).ShouldBeNull();
        (await WriteAsync(key, 7, 9)).ShouldBeNull();

        (await ReadAsync(key)).ShouldNotBeNull().Payload.ShouldBe([1]);
    }

    [PostgresFact]
    public async Task First_write_by_many_at_once_lets_exactly_one_win()
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => WriteAsync("ada", null, (byte)writer)));

        versions.Count(version => version == 1).ShouldBe(1);
        versions.Count(version => version is null).ShouldBe(7);
    }

    [PostgresFact]
    public async Task Cleared_state_keeps_its_version_and_deleted_state_is_gone()
    {
        await WriteAsync("ada", null, 1);

        (await ChangeAsync("ClearStorageKey", "ada", 5)).ShouldBeNull();
        (await ChangeAsync("ClearStorageKey", "ada", 1)).ShouldBe(2);
        (await ReadAsync("ada")).ShouldNotBeNull().ShouldBe((null, 2));

        (await ChangeAsync("DeleteStorageKey", "ada", 1)).ShouldBeNull();
        (await ChangeAsync("DeleteStorageKey", "ada", 2)).ShouldBe(3);
        (await ReadAsync("ada")).ShouldBeNull();
    }

    [PostgresFact]
    public async Task Grains_with_equal_hashes_are_told_apart()
    {
        await WriteAsync("ada", null, 1);
        await WriteAsync("bob", null, 2);

        (await ReadAsync("ada")).ShouldNotBeNull().Payload.ShouldBe([1]);
        (await ReadAsync("bob")).ShouldNotBeNull().Payload.ShouldBe([2]);
    }

    private static (string Name, object? Value, DbType Type)[] Grain(string? key) =>
    [
        ("GrainIdHash", 17, DbType.Int32),
        ("GrainIdN0", 0L, DbType.Int64),
        ("GrainIdN1", 5L, DbType.Int64),
        ("GrainTypeHash", 23, DbType.Int32),
        ("GrainTypeString", "profile", DbType.String),
        ("GrainIdExtensionString", key, DbType.String),
        ("ServiceId", "grid", DbType.String),
    ];

    private async Task<(byte[]? Payload, int Version)?> ReadAsync(string? key) =>
        (await Queries.RunAsync("ReadFromStorageKey", Grain(key))).SingleOrDefault() is { } row ? ((byte[]?)row["PayloadBinary"], (int)row["Version"]!) : null;

    private async Task<int?> WriteAsync(string? key, int? version, byte content) => NewVersion(await Queries.RunAsync(
        "WriteToStorageKey",
        [.. Grain(key), ("GrainStateVersion", version, DbType.Int32), ("PayloadBinary", new[] { content }, DbType.Binary)]));

    private async Task<int?> ChangeAsync(string query, string? key, int version) =>
        NewVersion(await Queries.RunAsync(query, [.. Grain(key), ("GrainStateVersion", version, DbType.Int32)]));

    private static int? NewVersion(List<Dictionary<string, object?>> rows) => (int?)rows.SingleOrDefault()?["NewGrainStateVersion"];
}
