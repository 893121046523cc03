using Microsoft.Extensions.Logging;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Auditing;

/// <summary>Keeps who changed what: what the API and the pages both tell, once a change is made.</summary>
internal sealed partial class AuditLog(ServedDirectory directory, GatewayOptions options, TimeProvider time, ILogger<AuditLog> log)
{
    /// <summary>Keeps a change that was made.</summary>
    /// <remarks>The change is made whatever becomes of this: where the store does not take the entry, it goes to the log of the process instead.</remarks>
    /// <param name="key">By which key: its id, or one of <see cref="AuditKeys"/>.</param>
    /// <param name="action">What was done.</param>
    /// <param name="workspace">In, or to, which workspace.</param>
    /// <param name="detail">What of it.</param>
    internal async Task WriteAsync(string key, AuditAction action, WorkspaceName workspace, string detail)
    {
        detail = Shortened(detail);
        try
        {
            // Not ended with the request: who leaves before the answer has changed something all the same.
            await directory.Open.Audit.AppendAsync(new AuditEntry(Instant.From(time.GetUtcNow()), key, action, workspace, detail), CancellationToken.None)
                .AsTask().WaitAsync(options.GridTimeout);
        }
        catch (Exception fault) when (fault is JournalUnavailableException or TimeoutException)
        {
            LogUnkept(log, fault, action, workspace.Text, key, detail);
        }
    }

    /// <summary>Not within a pair of surrogates: no store takes half of one.</summary>
    private static string Shortened(string detail) => detail.Length <= AuditEntry.LongestDetail ? detail
        : detail[..(char.IsHighSurrogate(detail[AuditEntry.LongestDetail - 1]) ? AuditEntry.LongestDetail - 1 : AuditEntry.LongestDetail)];

    [LoggerMessage(60, LogLevel.Error, "The audit trail could not be written: {Action} in {Workspace} by the key {Key}: {Detail}")]
    private static partial void LogUnkept(ILogger logger, Exception fault, AuditAction action, string workspace, string key, string detail);
}
