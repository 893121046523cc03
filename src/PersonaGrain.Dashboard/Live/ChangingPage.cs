using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Gateway;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Dashboard.Live;

/// <summary>A page on which whoever has the scope for it changes something. The scope is looked at again when the change is asked for, whatever the page shows.</summary>
public abstract partial class ChangingPage : LivePage
{
    [Inject]
    internal Session Session { get; set; } = null!;

    [Inject]
    internal GatewayOptions Options { get; set; } = null!;

    /// <summary>What the newest change did; null where there was none.</summary>
    protected string? Done { get; private set; }

    /// <summary>Why the newest change was not made; null where it was.</summary>
    protected string? Refused { get; private set; }

    /// <summary>Whether a change is under way.</summary>
    protected bool IsChanging { get; private set; }

    /// <summary>Makes a change, one at a time, then reads the page anew.</summary>
    /// <param name="isAllowed">Whether the reader may.</param>
    /// <param name="change">Makes it, and says in words what it did; null says nothing.</param>
    protected async Task ChangeAsync(Func<bool> isAllowed, Func<CancellationToken, Task<string?>> change)
    {
        ArgumentNullException.ThrowIfNull(isAllowed);
        ArgumentNullException.ThrowIfNull(change);
        if (IsChanging)
        {
            return;
        }

        (Done, Refused) = (null, null);
        if (!isAllowed())
        {
            Refused = Texts.NotAllowed;
            return;
        }

        IsChanging = true;
        var left = Left;
        try
        {
            // A change that takes longer than a few seconds ends by itself; what goes on beyond that is not waited for.
            Done = await change(left).WaitAsync(Options.GridTimeout * 2, left);
        }
        catch (ChangeRefusedException refused)
        {
            Refused = refused.Message;
        }
        catch (TimeoutException)
        {
            Refused = Texts.GridSilent;
        }
        catch (JournalUnavailableException unavailable)
        {
            Refused = unavailable.Message;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return;
        }
        catch (SessionEndedException)
        {
            // The read that follows leads to the form.
        }
#pragma warning disable CA1031 // As of a read: it is for those who run the server, and the page goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(Log, fault, GetType().Name);
            Refused = Texts.ChangeFailed;
        }
        finally
        {
            IsChanging = false;
        }

        await ReadNowAsync();
    }

    [LoggerMessage(91, LogLevel.Warning, "What was to be changed on the page {Page} failed.")]
    private static partial void LogFailed(ILogger logger, Exception fault, string page);
}

/// <summary>A change was not made, for a reason that its reader can do something about.</summary>
internal sealed class ChangeRefusedException(string reason) : InvalidOperationException(reason);
