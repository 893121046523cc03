using Npgsql;

namespace PersonaGrain.Postgres.Local;

/// <summary>Where a local server keeps its data and how it is reached.</summary>
internal sealed record LocalServerOptions
{
    /// <summary>The folder of its data.</summary>
    public required string Data { get; init; }

    /// <summary>The folder of its socket, which only its user may enter; its path may have up to 85 bytes.</summary>
    public required string Socket { get; init; }

    /// <summary>The name of its superuser, who needs no password.</summary>
    public required string Superuser { get; init; }

    /// <summary>The port of the loopback interface that it also listens on; null for none. Whoever is on this machine can then connect.</summary>
    public int? Port { get; init; }

    /// <summary>Whether it flushes to the disk. Without it everything is quicker, and lost with the machine, not with the process. Default true.</summary>
    public bool Flushes { get; init; } = true;

    /// <summary>More settings, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}

/// <summary>A PostgreSQL server from this machine's programs, for this machine alone.</summary>
internal sealed class LocalServer(PostgresInstallation installation, LocalServerOptions options)
{
    /// <summary>Makes its folders and its data where they are missing.</summary>
    /// <returns>Null when everything is there, else why it can not be made.</returns>
    public async Task<string?> PrepareAsync(CancellationToken cancellation)
    {
        if (await installation.MakePrivateAsync(options.Socket, cancellation) is { } reason)
        {
            return reason;
        }

        if (Directory.Exists(options.Data))
        {
            return null;
        }

        // Made beside its place, so that what was interrupted is not taken for a server's data.
        var made = options.Data + ".new";
        if (Directory.Exists(made))
        {
            Directory.Delete(made, recursive: true);
        }

        string[] sync = options.Flushes ? [] : ["--no-sync"];
        string[] command =
            [.. installation.Command("initdb"), "-D", made, "-U", options.Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", .. sync];
        if ((await installation.MakePrivateAsync(made, cancellation) ?? await InstalledProgram.RunAsync(command, cancellation)) is { } fault)
        {
            return fault;
        }

        Directory.Move(made, options.Data);
        return null;
    }

    /// <summary>The command that runs it in the foreground.</summary>
    public IReadOnlyList<string> Command()
    {
        string[] settings =
        [
            $"listen_addresses={(options.Port is null ? string.Empty : "127.0.0.1")}",
            "logging_collector=off",
            $"fsync={(options.Flushes ? "on" : "off")}",
            .. options.Settings,
        ];
        string[] port = options.Port is { } number ? ["-p", $"{number}"] : [];
        var given = settings.SelectMany(static setting => new[] { "-c", setting });
        return [.. installation.Command("postgres"), "-D", options.Data, "-k", options.Socket, .. port, .. given];
    }

    /// <summary>How a database of it is reached.</summary>
    public string ConnectionString(string database) => Connection(database).ConnectionString;

    /// <summary>Why it does not answer, or null when it does.</summary>
    public async Task<string?> HealthAsync(CancellationToken cancellation)
    {
        try
        {
            await ExecuteAsync("SELECT 1", cancellation);
            return null;
        }
        catch (NpgsqlException away)
        {
            return away.Message;
        }
    }

    /// <summary>Makes an empty database, where there is none of this name.</summary>
    /// <exception cref="NpgsqlException">The server does not answer.</exception>
    public async Task CreateDatabaseAsync(string name, CancellationToken cancellation)
    {
        if (await ExecuteAsync($"SELECT 1 FROM pg_database WHERE datname = '{name}'", cancellation) is null)
        {
            await ExecuteAsync($"CREATE DATABASE {name}", cancellation);
        }
    }

    private NpgsqlConnectionStringBuilder Connection(string database)
    {
        var connection = new NpgsqlConnectionStringBuilder { Host = options.Port is null ? options.Socket : "127.0.0.1" };
        if (options.Port is { } port)
        {
            connection.Port = port;
        }

        (connection.Database, connection.Username) = (database, options.Superuser);
        return connection;
    }

    /// <summary>Runs a statement as an administrator; over a connection of its own, which is closed so that nobody has to wait for it.</summary>
    private async Task<object?> ExecuteAsync(string sql, CancellationToken cancellation)
    {
        var text = Connection("postgres");
        text.Pooling = false;
        await using var connection = new NpgsqlConnection(text.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
