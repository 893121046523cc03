using System.IO.Compression;
using Npgsql;
using PersonaGrain.Postgres.Setup;

namespace PersonaGrain.Grains.Tests.Upgrade;

/// <summary>Databases as clusters of earlier versions left them, row by row, brought to the newest version.</summary>
internal static class StoredDatabase
{
    /// <summary>Fills a database as it was at a version, and sets it up anew.</summary>
    public static async Task SetUpAsync(string database, int version, string resource)
    {
        await PostgresSetup.ApplyAsync(database, version, CancellationToken.None);
        using var rows = new StreamReader(new GZipStream(
            typeof(StoredDatabase).Assembly.GetManifestResourceStream(resource)!, CompressionMode.Decompress));
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
        await using (var command = source.CreateCommand(await rows.ReadToEndAsync()))
        {
            await command.ExecuteNonQueryAsync();
        }

        (await PostgresSetup.ApplyAsync(database, CancellationToken.None)).ShouldBeOfType<SetupResult.Ready>().From.ShouldBe(version);
    }
}
