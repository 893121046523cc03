using System.Runtime.InteropServices;

namespace PersonaGrain.Cli.CommandLine;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a cancellation, so that a command ends cleanly; a second one ends the process at once.
/// Both programs use it.
/// </summary>
/// <remarks>
/// Not System.CommandLine's <c>ProcessTerminationTimeout</c>: its handler takes every further signal too and does nothing by it, and it
/// holds the runtime's thread for the signal until the command has ended, ahead of other handlers. So nobody could end a slow end.
/// </remarks>
internal sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens from now on.</summary>
    public Termination() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
