using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Client;

/// <summary>Calls grains, and calls again while silos come and go: a call that got no answer is safe to repeat, since an id counts once and everything else is a read.</summary>
internal sealed class GrainCalls(ClusterLink link, IOptions<GrainEngineOptions> options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls until there is an answer.</summary>
    /// <exception cref="JournalUnavailableException">There was none within <see cref="GrainEngineOptions.RetryFor"/>, or storage is away, or the process has not joined the cluster yet.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        ThrowIfAway();
        var began = Stopwatch.GetTimestamp();
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await call().WaitAsync(cancellation);
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            return await CallAgainAsync(call, fault, began, cancellation);
        }
    }

    /// <summary>Lets only a process that has joined the cluster go on.</summary>
    /// <exception cref="JournalUnavailableException">It has not, yet.</exception>
    public void ThrowIfAway() => link.ThrowIfAway();

    /// <summary>Goes on where a first call had no answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fault">Why there was none; one that <see cref="IsPassing"/>.</param>
    /// <param name="began">When the first call was made, as <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="JournalUnavailableException">There was none within <see cref="GrainEngineOptions.RetryFor"/>, or storage is away.</exception>
    public async Task<T> CallAgainAsync<T>(Func<Task<T>> call, Exception fault, long began, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (Left(began) <= pause)
            {
                throw new JournalUnavailableException("the cluster does not answer: " + fault.Message, LongestPause, fault);
            }

            await Task.Delay(pause, cancellation);
            try
            {
                // The last attempt, too, ends in time: who asked has a time-out of his own, and wants to hear why.
                var left = Left(began);
                return await call().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
            }
            catch (Exception again) when (IsPassing(again))
            {
                fault = again;
            }
        }
    }

    private TimeSpan Left(long began) => options.Value.RetryFor - Stopwatch.GetElapsedTime(began);

    /// <summary>Calls until it is done.</summary>
    /// <exception cref="JournalUnavailableException">There was no answer within <see cref="GrainEngineOptions.RetryFor"/>, or storage is away.</exception>
    public Task CallAsync(Func<Task> call, CancellationToken cancellation) => CallAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellation);

    /// <summary>Whether a fault comes of silos that come and go, or of a storage that lost its connection, and not of the call itself.</summary>
    public static bool IsPassing(Exception fault) => fault switch
    {
        JournalUnavailableException => false,
        OrleansException or TimeoutException => true,

        // What Orleans' own storage says when a grain can not be activated without it.
        DbException or IOException or SocketException => true,
        _ => false,
    };
}
