using Microsoft.Extensions.Hosting;

namespace PersonaGrain.Cli.Serve;

/// <summary>Leaves the host's life to the command: signals are listened to in one place only, see <see cref="CommandLine.Termination"/>.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
