namespace PersonaGrain.Cli.Consoles;

/// <summary>What a command ends with. Scripts rely on the numbers: explicit and append-only.</summary>
internal enum ExitCode
{
    /// <summary>It did what it was asked to; rejected lines of an input are told in its summary.</summary>
    Done = 0,

    /// <summary>Something unforeseen.</summary>
    Unexpected = 1,

    /// <summary>The command line is not one: see <c>--help</c>.</summary>
    Usage = 2,

    /// <summary>A catalog, mapping or configuration file is faulty, or an input file can not be read.</summary>
    FaultyInput = 3,

    /// <summary>The store can not be opened or written: held by another process, of a newer format, damaged, read-only, full.</summary>
    StoreUnavailable = 4,

    /// <summary>The address can not be listened on.</summary>
    CannotListen = 5,

    /// <summary>The profile or segment is not there.</summary>
    NotFound = 6,

    /// <summary>Cases of a catalog were run, and some were not as expected.</summary>
    CasesFailed = 8,

    /// <summary>Interrupted (Ctrl-C or SIGTERM) before it was done; <c>ingest</c> goes on where it stopped when started again.</summary>
    Interrupted = 130,
}
