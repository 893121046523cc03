namespace PersonaGrain.Cli.Consoles;

/// <summary>What a command of <c>persona</c> or <c>silo</c> ends with. Scripts rely on the numbers: explicit and append-only.</summary>
internal enum ExitCode
{
    /// <summary>It did what it was asked to; rejected lines of an input are told in its summary.</summary>
    Done = 0,

    /// <summary>Something unforeseen, a process that is asked how it is and is not ready, or data from which <c>fit</c> can give no answer.</summary>
    Unexpected = 1,

    /// <summary>The command line is not one: see <c>--help</c>.</summary>
    Usage = 2,

    /// <summary>A catalog, mapping or configuration file is faulty, or an input file can not be read: it is damaged, cut off, or of another kind.</summary>
    FaultyInput = 3,

    /// <summary>The store or the database can not be opened or written: held by another process, of a newer format, damaged, read-only, full, away.</summary>
    StoreUnavailable = 4,

    /// <summary>The address can not be listened on.</summary>
    CannotListen = 5,

    /// <summary>The profile, segment, trigger, workspace or key is not there.</summary>
    NotFound = 6,

    /// <summary>Every line of the input was rejected.</summary>
    NothingTaken = 7,

    /// <summary>Cases of a catalog were run, and some were not as expected.</summary>
    CasesFailed = 8,

    /// <summary>
    /// What is stored does not go together with the input: another catalog, other entries, a clock that is past it, or a workspace that is there already.
    /// </summary>
    Refused = 9,

    /// <summary>A change of a catalog reaches definitions that stand as they were.</summary>
    Reaching = 10,

    /// <summary>Interrupted (Ctrl-C or SIGTERM) before it was done; <c>ingest</c> goes on where it stopped when started again.</summary>
    Interrupted = 130,
}
