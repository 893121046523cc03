using Npgsql;

namespace PersonaGrain.Benchmarks.Postgres;

/// <summary>The bare minimum without sharing: one prepared insert of one journal row, committed by itself. No wake-up, no check, no totals.</summary>
internal static class TransactionPerSignal
{
    private const int Connections = 16;

    public static async Task<double> RunAsync(string database, int profiles, TimeSpan time)
    {
        await using var source = NpgsqlDataSource.Create(database);
        return await JournalLoad.RunAsync(Connections, time, async (worker, goesOn, confirm) =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand("INSERT INTO personagrain.journal VALUES ($1, $2, 1, $3, $4)", connection);
            var profile = new NpgsqlParameter<string> { TypedValue = string.Empty };
            var sequence = new NpgsqlParameter<long>();
            var at = new NpgsqlParameter<long>();
            var payload = new NpgsqlParameter<byte[]> { TypedValue = [] };
            command.Parameters.AddRange(new NpgsqlParameter[] { profile, sequence, at, payload });
            await command.PrepareAsync();
            for (var number = 0; goesOn(); number++)
            {
                var index = ((number * Connections) + worker) % profiles;
                profile.TypedValue = JournalLoad.Name(index);
                sequence.TypedValue = (((long)number * Connections) / profiles) + 1;
                at.TypedValue = sequence.TypedValue;
                payload.TypedValue = JournalLoad.Payload(index, sequence.TypedValue);
                await command.ExecuteNonQueryAsync();
                confirm(1);
            }
        });
    }
}
