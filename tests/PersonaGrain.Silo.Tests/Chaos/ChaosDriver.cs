using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>A client under steady load: one request at a time, at even distances; what gets no 2xx is sent again with the same ids until it does.</summary>
internal sealed class ChaosDriver(int number, int seed, Balancer balancer, ChaosLedger ledger)
{
    /// <summary>How many drivers there are.</summary>
    public const int Drivers = 4;

    /// <summary>The most batches a driver sends.</summary>
    public const int MaximumBatches = 2_000;

    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Persistence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private readonly ChaosPlan _plan = new(seed, number);
    private readonly Dictionary<string, int> _acknowledged = [];
    private int _streak;

    /// <summary>Requests in a row that were answered 2xx at the first try.</summary>
    public int Streak => Volatile.Read(ref _streak);

    /// <summary>Batches sent so far.</summary>
    public int Batches { get; private set; }

    /// <summary>Counts the streak anew.</summary>
    public void ResetStreak() => Volatile.Write(ref _streak, 0);

    /// <summary>Sends until told to stop, or until the most batches are sent; what is under way then is brought to its end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Distance);
        while (Batches < MaximumBatches && !stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var batch = _plan.Next();
            var done = await SendAsync(batch);
            ledger.Note(batch, done);
            Batches++;
            foreach (var signal in batch)
            {
                _acknowledged[signal.Profile] = _acknowledged.GetValueOrDefault(signal.Profile) + (done ? 1 : 0);
            }

            if (ChaosPeople.LinkAfter(number, Batches) is { } identities)
            {
                await LinkAsync(identities);
            }

            await (Batches % 10 == 0
                ? AskAsync("count", http => http.GetAsync("v1/segments/regular"))
                : ReadBackAsync(batch[Batches % batch.Count].Profile));
        }

        // Whom the load ended too early for.
        for (var person = number; person < ChaosPeople.Count; person += Drivers)
        {
            await LinkAsync(ChaosPeople.IdentitiesOf(person));
        }
    }

    private async Task LinkAsync(string[] identities)
    {
        var body = JsonSerializer.Serialize(new { identities });
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Persistence)
        {
            if (await AskAsync("link", http => http.PostAsync("v1/identities/link", new StringContent(body, Encoding.UTF8, "application/json"))) is not null)
            {
                return;
            }
        }

        ledger.Odd.Enqueue($"driver {number} gave up a join after {Persistence}");
    }

    private async Task<bool> SendAsync(IReadOnlyList<SentSignal> batch)
    {
        var body = string.Join('\n', batch.Select(signal => signal.Line));
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Persistence)
        {
            if (await AskAsync("send", http => http.PostAsync("v1/signals", new StringContent(body, Encoding.UTF8, "application/x-ndjson"))) is { } answer)
            {
                Check(answer, batch);
                return true;
            }
        }

        ledger.Odd.Enqueue($"driver {number} gave up a batch after {Persistence}");
        return false;
    }

    /// <summary>A gateway calls again by itself where an answer was lost, so even the first request may find that the signals are there.</summary>
    private void Check(JsonNode answer, IReadOnlyList<SentSignal> batch)
    {
        if (answer["accepted"]!.GetValue<int>() + answer["duplicates"]!.GetValue<int>() != batch.Count)
        {
            ledger.Odd.Enqueue($"a batch of {batch.Count} was answered {answer.ToJsonString()}");
        }
    }

    /// <summary>Who was acknowledged reads their own writes, whichever gateway they ask. Nobody else writes to these profiles.</summary>
    private async Task ReadBackAsync(string profile)
    {
        if (_acknowledged.GetValueOrDefault(profile) is var least && least == 0)
        {
            return;
        }

        if (await AskAsync("read", http => http.GetAsync("v1/profiles/" + profile)) is { } view && view["signals"]!.GetValue<long>() < least)
        {
            ledger.Odd.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{profile} was read with {view["signals"]} signals after {least} were acknowledged"));
        }
    }

    /// <summary>The answer, or null where the same is to be asked again.</summary>
    private async Task<JsonNode?> AskAsync(string what, Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        var (place, gateway) = balancer.Choose(number);
        var began = Stopwatch.GetTimestamp();
        string failure;
        var pause = LongestPause;
        try
        {
            using var answer = await ask(gateway.Http);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                ledger.Note(new Attempt(began, Stopwatch.GetTimestamp(), $"{what} to gateway {place}", null));
                Interlocked.Increment(ref _streak);
                return JsonNode.Parse(text);
            }

            failure = $"{(int)answer.StatusCode} {text}";
            pause = answer.Headers.RetryAfter?.Delta is { } told && told < pause ? told : pause;
            if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
            {
                ledger.Odd.Enqueue($"{what} was answered {failure}");
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            failure = $"{fault.GetType().Name} {fault.Message} {fault.InnerException?.Message}";
        }

        ResetStreak();
        ledger.Note(new Attempt(began, Stopwatch.GetTimestamp(), $"{what} to gateway {place}", failure));
        await Task.Delay(pause);
        return null;
    }
}
