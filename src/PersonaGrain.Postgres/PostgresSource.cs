using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PersonaGrain.Postgres;

/// <summary>Makes pools of connections with this project's settings.</summary>
internal static class PostgresSource
{
    /// <summary>What an acknowledged append rests on: a server told to answer before the disk has it is overruled.</summary>
    private const string RequireDurableCommits =
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    public static NpgsqlDataSource Create(PostgresOptions options, int connections, ILoggerFactory loggers)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = connections,
            Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds),
            // The server gives up first; this is for a server that does not answer at all.
            CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds) + 5,
            CancellationTimeout = 2_000,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Enlist = false,
        };
        text.ApplicationName ??= "PersonaGrain";
        var milliseconds = ((long)options.StatementTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        text.Options = $"{text.Options} -c statement_timeout={milliseconds}".TrimStart();
        var builder = new NpgsqlDataSourceBuilder(text.ConnectionString);
        builder.UseLoggerFactory(loggers);
        builder.UsePhysicalConnectionInitializer(
            static connection =>
            {
                using var command = new NpgsqlCommand(RequireDurableCommits, connection);
                command.ExecuteNonQuery();
            },
            static async connection =>
            {
                await using var command = new NpgsqlCommand(RequireDurableCommits, connection);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }
}
