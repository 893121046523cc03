using System.Buffers;
using System.Diagnostics;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Postgres;

/// <summary>The same load for every row: signals of about 100 bytes, spread evenly over the profiles, written as fast as they are confirmed.</summary>
internal static class JournalLoad
{
    private static readonly AttributeSet Attributes = new(
        KeyValuePair.Create("department", AttributeValue.Of("running")),
        KeyValuePair.Create("price", AttributeValue.Of(89.95)));

    /// <summary>Runs workers side by side and counts what they had confirmed until the time was over.</summary>
    public static async Task<double> RunAsync(int workers, TimeSpan time, Func<int, Func<bool>, Action<int>, Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        var confirmed = 0L;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() =>
            work(worker, () => Stopwatch.GetElapsedTime(began) < time, count => Interlocked.Add(ref confirmed, count)))));
        return confirmed / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public static JournalEntry Entry(int profile, long sequence)
    {
        var at = new Instant(639_000_000_000_000_000 + sequence);
        return JournalEntry.Observed(
            new Signal { Id = $"message-{profile}-{sequence}", Type = "product_viewed", Time = at, Value = 1, Attributes = Attributes }, at);
    }

    public static byte[] Payload(int profile, long sequence)
    {
        var target = new ArrayBufferWriter<byte>(128);
        JournalEntryCodec.Write(Entry(profile, sequence), target);
        return target.WrittenSpan.ToArray();
    }

    public static string Name(int profile) => $"profile-{profile}";
}
