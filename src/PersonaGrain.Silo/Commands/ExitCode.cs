namespace PersonaGrain.Silo.Commands;

/// <summary>What the process's exit code tells. Scripts depend on it: explicit and append-only.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Something unforeseen failed.</summary>
    Failed = 1,

    /// <summary>The command line, the configuration, or a catalog is faulty.</summary>
    Faulty = 2,

    /// <summary>The database can not be reached or set up.</summary>
    Database = 3,

    /// <summary>The file to import can not be read, or is damaged.</summary>
    FaultyFile = 4,

    /// <summary>The database has something else: another catalog, or other entries of profiles that were to be imported.</summary>
    Refused = 5,

    /// <summary>Ctrl-C or SIGTERM ended it before it was done.</summary>
    Interrupted = 130,
}
