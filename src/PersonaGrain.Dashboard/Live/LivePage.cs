using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Layout;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;

namespace PersonaGrain.Dashboard.Live;

/// <summary>A page that reads anew every few seconds, until it is left. A read that fails is told on the page, and tried again with the next.</summary>
public abstract partial class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private bool _hasEnded;

    [Inject]
    internal GridReader Reader { get; set; } = null!;

    [Inject]
    internal ReaderClock Clock { get; set; } = null!;

    [Inject]
    internal PageTurns Turns { get; set; } = null!;

    [Inject]
    internal ILogger<LivePage> Log { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    /// <summary>Why the newest read failed; null where it did not.</summary>
    protected string? Fault { get; private set; }

    /// <summary>Whether anything was read yet.</summary>
    protected bool IsRead { get; private set; }

    /// <summary>The pause between two reads, where few pages are open.</summary>
    protected virtual TimeSpan Pause => TimeSpan.FromSeconds(2);

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Left => _left.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the page does.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_left.IsCancellationRequested)
        {
            _left.Cancel();
            _left.Dispose();
        }
    }

    /// <summary>Not once the session has ended: what a page shows may ask the grid, which is no longer to be seen.</summary>
    protected override bool ShouldRender() => !_hasEnded;

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync(CancellationToken cancellation);

    /// <inheritdoc />
    protected sealed override void OnInitialized() => _ = RefreshAsync(_left.Token);

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => ReadNowAsync();

    /// <summary>Reads at once; where a read is under way, after it.</summary>
    protected async Task ReadNowAsync()
    {
        if (_left.IsCancellationRequested)
        {
            return;
        }

        var left = _left.Token;
        try
        {
            await _reading.WaitAsync(left);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await ReadAsync(left);
            (Fault, IsRead) = (null, true);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page was left: nobody waits for it.
        }
        catch (SessionEndedException)
        {
            _hasEnded = true;
            Navigation.NavigateTo($"{SignInEndpoints.Path}?fault={nameof(SignInFault.Ended)}", forceLoad: true);
        }
        catch (TimeoutException)
        {
            Fault = Texts.GridSilent;
        }
        catch (Exception told) when (told is AsOfUnavailableException or JournalUnavailableException)
        {
            Fault = told.Message;
        }
#pragma warning disable CA1031 // Whatever a store or a cluster says is for those who run it: it is logged, and the page goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(Log, fault, GetType().Name);
            Fault = Texts.ReadFailed;
        }
        finally
        {
            _reading.Release();
        }
    }

    [LoggerMessage(90, LogLevel.Warning, "What the page {Page} shows could not be read; it is read again.")]
    private static partial void LogFault(ILogger logger, Exception fault, string page);

    private async Task RefreshAsync(CancellationToken left)
    {
        using var turn = Turns.Take();
        using var timer = new PeriodicTimer(Turns.Pause(Pause));
        try
        {
            while (await timer.WaitForNextTickAsync(left))
            {
                timer.Period = Turns.Pause(Pause);
                await InvokeAsync(async () =>
                {
                    await ReadNowAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }
}
