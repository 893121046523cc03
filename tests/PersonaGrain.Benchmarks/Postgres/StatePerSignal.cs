using System.Data;
using Npgsql;
using PersonaGrain.Postgres;

namespace PersonaGrain.Benchmarks.Postgres;

/// <summary>What a grain that writes its state at each signal costs the database: Orleans' own write, 500 bytes of state, without Orleans around it.</summary>
internal static class StatePerSignal
{
    private const int Connections = 16;

    public static async Task<double> RunAsync(string database, int profiles, TimeSpan time)
    {
        await using var source = NpgsqlDataSource.Create(PostgresStorage.OrleansConnectionString(database));
        await using var lookup = source.CreateCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'WriteToStorageKey'");
        var write = (string)(await lookup.ExecuteScalarAsync())!;
        var state = new byte[500];
        return await JournalLoad.RunAsync(Connections, time, async (worker, goesOn, confirm) =>
        {
            for (var version = 0; ; version++)
            {
                for (var profile = worker; profile < profiles; profile += Connections)
                {
                    if (!goesOn())
                    {
                        return;
                    }

                    await using var command = source.CreateCommand(write);
                    AddParameters(command, profile, version, state);
                    await command.ExecuteNonQueryAsync();
                    confirm(1);
                }
            }
        });
    }

    private static void AddParameters(NpgsqlCommand command, int profile, int version, byte[] state)
    {
        Add(command, "GrainIdHash", DbType.Int32, profile);
        Add(command, "GrainIdN0", DbType.Int64, 0L);
        Add(command, "GrainIdN1", DbType.Int64, 0L);
        Add(command, "GrainTypeHash", DbType.Int32, 1);
        Add(command, "GrainTypeString", DbType.String, "profile");
        Add(command, "GrainIdExtensionString", DbType.String, JournalLoad.Name(profile));
        Add(command, "ServiceId", DbType.String, "grid");
        Add(command, "GrainStateVersion", DbType.Int32, version == 0 ? DBNull.Value : version);
        Add(command, "PayloadBinary", DbType.Binary, state);
    }

    private static void Add(NpgsqlCommand command, string name, DbType type, object value) =>
        command.Parameters.Add(new NpgsqlParameter { ParameterName = name, DbType = type, Value = value });
}
