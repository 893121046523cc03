namespace PersonaGrain.Journals.Transfer;

/// <summary>What is wrong with a journal file.</summary>
public enum TransferFaultKind
{
    /// <summary>It is no journal file at all.</summary>
    NotAJournal,

    /// <summary>A newer version of the program wrote it.</summary>
    NewerVersion,

    /// <summary>A line is not what it should be, or the checksum is another: bytes were changed or lost.</summary>
    Damaged,

    /// <summary>It ends before its last line.</summary>
    Truncated,
}

/// <summary>A fault of a journal file.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Line">The line, from 1, where it shows.</param>
/// <param name="Message">What was found there and what to do.</param>
public sealed record TransferFault(TransferFaultKind Kind, long Line, string Message);

/// <summary>A journal file can not be read any further.</summary>
/// <param name="fault">Why.</param>
/// <param name="cause">What was met, where there is more to it.</param>
public sealed class TransferException(TransferFault fault, Exception? cause = null) : Exception($"line {fault.Line}: {fault.Message}", cause)
{
    /// <summary>Why.</summary>
    public TransferFault Fault { get; } = fault;
}
