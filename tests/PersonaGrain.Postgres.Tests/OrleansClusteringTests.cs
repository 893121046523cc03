using System.Data;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>The membership table keeps what Orleans' protocol needs: every change names the version it was made from, and of two changes one wins.</summary>
public sealed class OrleansClusteringTests : IAsyncLifetime
{
    private static readonly DateTime Started = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

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

    [PostgresFact]
    public void Every_query_of_clustering_and_storage_is_there() => Queries.Keys.ShouldBe(
    [
        "GatewaysQueryKey", "MembershipReadRowKey", "MembershipReadAllKey", "InsertMembershipVersionKey", "UpdateIAmAlivetimeKey",
        "InsertMembershipKey", "UpdateMembershipKey", "DeleteMembershipTableEntriesKey", "CleanupDefunctSiloEntriesKey",
        "WriteToStorageKey", "ReadFromStorageKey", "ClearStorageKey", "DeleteStorageKey",
    ], ignoreOrder: true);

    [PostgresFact]
    public async Task Version_row_is_made_once()
    {
        (await TellsAsync("InsertMembershipVersionKey", Cluster)).ShouldBeTrue();
        (await TellsAsync("InsertMembershipVersionKey", Cluster)).ShouldBeFalse();

        var row = (await Queries.RunAsync("MembershipReadAllKey", Cluster)).ShouldHaveSingleItem();
        row["Version"].ShouldBe(0);
        row["StartTime"].ShouldBeNull();
    }

    [PostgresFact]
    public async Task Silo_is_added_once_and_only_from_the_current_version()
    {
        await TellsAsync("InsertMembershipVersionKey", Cluster);

        (await InsertAsync(port: 1, version: 7)).ShouldBeFalse();
        (await InsertAsync(port: 1, version: 0)).ShouldBeTrue();
        (await InsertAsync(port: 1, version: 1)).ShouldBeFalse();
        (await InsertAsync(port: 2, version: 0)).ShouldBeFalse();
        (await InsertAsync(port: 2, version: 1)).ShouldBeTrue();

        var rows = await Queries.RunAsync("MembershipReadAllKey", Cluster);
        rows.Select(row => (row["Version"], row["Port"])).ShouldBe([(2, 1), (2, 2)], ignoreOrder: true);
        var silo = (await Queries.RunAsync("MembershipReadRowKey", [Cluster, .. Silo(1)])).ShouldHaveSingleItem();
        (silo["Address"], silo["Port"], silo["Generation"], silo["SiloName"], silo["HostName"], silo["Status"], silo["ProxyPort"], silo["SuspectTimes"])
            .ShouldBe(("127.0.0.1", 1, 42, "silo", "host", 1, 30_000, null));
        (silo["StartTime"], silo["IAmAliveTime"]).ShouldBe((Started, Started));
        (await Queries.RunAsync("MembershipReadRowKey", [Cluster, .. Silo(9)])).ShouldHaveSingleItem()["StartTime"].ShouldBeNull();
    }

    [PostgresFact]
    public async Task Silo_is_changed_only_from_the_current_version()
    {
        await TellsAsync("InsertMembershipVersionKey", Cluster);
        await InsertAsync(port: 1, version: 0);

        (await UpdateAsync(port: 1, version: 0, status: 3)).ShouldBeFalse();
        (await UpdateAsync(port: 2, version: 1, status: 3)).ShouldBeFalse();
        (await UpdateAsync(port: 1, version: 1, status: 3)).ShouldBeTrue();

        var silo = (await Queries.RunAsync("MembershipReadAllKey", Cluster)).ShouldHaveSingleItem();
        (silo["Version"], silo["Status"], silo["SuspectTimes"]).ShouldBe((2, 3, "suspects"));
        (await Queries.RunAsync("GatewaysQueryKey", Cluster, ("Status", 3, DbType.Int32))).ShouldHaveSingleItem()["ProxyPort"].ShouldBe(30_000);
        (await Queries.RunAsync("GatewaysQueryKey", Cluster, ("Status", 6, DbType.Int32))).ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Silos_that_join_at_once_take_turns()
    {
        await TellsAsync("InsertMembershipVersionKey", Cluster);

        var added = await Task.WhenAll(Enumerable.Range(1, 8).Select(port => InsertAsync(port, version: 0)));

        added.Count(success => success).ShouldBe(1);
        (await Queries.RunAsync("MembershipReadAllKey", Cluster)).ShouldHaveSingleItem()["Version"].ShouldBe(1);
    }

    [PostgresFact]
    public async Task Sign_of_life_does_not_change_the_version_and_the_dead_are_cleaned_up()
    {
        await TellsAsync("InsertMembershipVersionKey", Cluster);
        await InsertAsync(port: 1, version: 0);
        await InsertAsync(port: 2, version: 1);
        await UpdateAsync(port: 1, version: 2, status: 6);
        var later = Started + TimeSpan.FromHours(1);

        await Queries.RunAsync("UpdateIAmAlivetimeKey", [Cluster, .. Silo(2), ("IAmAliveTime", later, DbType.DateTime)]);
        await Queries.RunAsync("CleanupDefunctSiloEntriesKey", Cluster, ("IAmAliveTime", later, DbType.DateTime));

        var silo = (await Queries.RunAsync("MembershipReadAllKey", Cluster)).ShouldHaveSingleItem();
        (silo["Port"], silo["Version"], silo["IAmAliveTime"]).ShouldBe((2, 3, later));
    }

    [PostgresFact]
    public async Task Deleted_cluster_is_gone_and_its_neighbour_is_not()
    {
        var other = ("DeploymentId", (object?)"other", DbType.String);
        await TellsAsync("InsertMembershipVersionKey", Cluster);
        await TellsAsync("InsertMembershipVersionKey", other);
        await InsertAsync(port: 1, version: 0);

        await Queries.RunAsync("DeleteMembershipTableEntriesKey", Cluster);

        (await Queries.RunAsync("MembershipReadAllKey", Cluster)).ShouldBeEmpty();
        (await Queries.RunAsync("MembershipReadAllKey", other)).Count.ShouldBe(1);
    }

    private static (string Name, object? Value, DbType Type) Cluster => ("DeploymentId", "grid", DbType.String);

    private static (string Name, object? Value, DbType Type)[] Silo(int port) =>
        [("Address", "127.0.0.1", DbType.String), ("Port", port, DbType.Int32), ("Generation", 42, DbType.Int32)];

    private Task<bool> InsertAsync(int port, int version) => TellsAsync(
        "InsertMembershipKey",
        [Cluster, .. Silo(port), ("IAmAliveTime", Started, DbType.DateTime), ("SiloName", "silo", DbType.String), ("HostName", "host", DbType.String),
            ("StartTime", Started, DbType.DateTime), ("Status", 1, DbType.Int32), ("ProxyPort", 30_000, DbType.Int32), ("Version", version, DbType.Int32)]);

    private Task<bool> UpdateAsync(int port, int version, int status) => TellsAsync(
        "UpdateMembershipKey",
        [Cluster, .. Silo(port), ("IAmAliveTime", Started, DbType.DateTime), ("Status", status, DbType.Int32),
            ("SuspectTimes", "suspects", DbType.String), ("Version", version, DbType.Int32)]);

    /// <summary>The single truth value that Orleans reads from a change.</summary>
    private async Task<bool> TellsAsync(string key, params (string Name, object? Value, DbType Type)[] parameters) =>
        Convert.ToBoolean((await Queries.RunAsync(key, parameters)).ShouldHaveSingleItem().ShouldHaveSingleItem().Value);
}
