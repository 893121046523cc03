using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Postgres;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>A store in a PostgreSQL database of its own; each process of the cluster has its own connections to it, as in production.</summary>
internal sealed class DatabaseStore : ClusterStore
{
    /// <summary>
    /// Few, since each costs the server a process: two reads at once, of which none waits for another. Generous times, so that a busy machine
    /// fails no test.
    /// </summary>
    private const int Connections = 2;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private TestDatabase? _database;

    /// <summary>Sets an empty database up, where it is not to be one that is set up already.</summary>
    public Func<string, Task>? SetUp { get; init; }

    /// <summary>How to reach the database; another one after <see cref="CutOffAsync"/>.</summary>
    public string ConnectionString => Database.ConnectionString;

    private PostgresOptions Options => new()
    {
        ConnectionString = ConnectionString,
        ReadConnections = Connections,
        StatementTimeout = Minute,
        ConnectTimeout = Minute,
        RetryAfter = TimeSpan.FromMilliseconds(50),
    };

    private TestDatabase Database => _database ?? throw new InvalidOperationException("open the store first");

    public override async Task OpenAsync() => _database ??= await TestDatabase.CreateAsync(SetUp);

    public override void AddJournal(IServiceCollection services)
    {
        var options = Options;
        services
            .AddSingleton(provider => new PostgresStorage(options, provider.GetRequiredService<ILoggerFactory>(), TimeProvider.System))
            .AddSingleton(static provider => provider.GetRequiredService<PostgresStorage>().Workspaces);
    }

    public override void AddGrainStorage(ISiloBuilder silo)
    {
        var connection = new NpgsqlConnectionStringBuilder(PostgresStorage.OrleansConnectionString(ConnectionString))
        {
            MaxPoolSize = Connections,
            Timeout = (int)Minute.TotalSeconds,
        };
        silo.AddAdoNetGrainStorage(GrainEngineOptions.Storage, builder => builder.Configure<Serializer>(
            (options, serializer) =>
                (options.Invariant, options.ConnectionString, options.GrainStorageSerializer) =
                    ("Npgsql", connection.ConnectionString, new OrleansGrainStorageSerializer(serializer))));
    }

    public override Task DamageAsync(ActorAddress actor) => Database.ExecuteAsync(
        $"UPDATE personagrain.journal SET payload = '\\x00' WHERE workspace = {actor.Workspace} AND actor = '{actor.Actor.Key}'",
        $"UPDATE personagrain.OrleansStorage SET PayloadBinary = '\\x00' WHERE GrainTypeString = 'profile' AND GrainIdExtensionString = '{actor.Key}'");

    /// <summary>Storage of a process that is no silo.</summary>
    public PostgresStorage NewStorage() => new(Options, NullLoggerFactory.Instance, TimeProvider.System);

    /// <summary>Changes something in the database directly.</summary>
    public Task ExecuteAsync(string sql) => Database.ExecuteAsync(sql);

    /// <summary>The first column of a query, which is text.</summary>
    public async Task<List<string>> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var answers = new List<string>();
        while (await rows.ReadAsync())
        {
            answers.Add(rows.GetString(0));
        }

        return answers;
    }

    public override Task CutOffAsync() => Database.CutOffAsync();

    public override async ValueTask DisposeAsync()
    {
        if (_database is { } database)
        {
            _database = null;
            await database.DropAsync();
        }
    }
}
