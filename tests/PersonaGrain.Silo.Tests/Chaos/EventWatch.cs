using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>A member of a segment as an event, a list or a profile has it.</summary>
internal readonly record struct Belonging(string Profile, string Since, int Version);

/// <summary>A watcher of the grid's events: reads one gateway's stream, and resumes at another where it breaks. Folds what it saw.</summary>
internal sealed class EventWatch(Balancer balancer, int home)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Subject, string Profile), int> _versions = [];
    private readonly Dictionary<string, Dictionary<string, Belonging>> _members = [];
    private readonly Dictionary<string, (long Entered, long Exited)> _totals = [];
    private readonly Dictionary<string, string> _fired = [];
    private readonly HashSet<(string Profile, int Version)> _retracted = [];
    private string _last = "0";

    /// <summary>Events that came out of order, twice, or after a gap.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>How often the stream broke.</summary>
    public int Breaks { get; private set; }

    /// <summary>Events seen.</summary>
    public long Seen { get; private set; }

    /// <summary>The longest time from the instant of an event by time to its arrival here, of those told apart as such.</summary>
    public TimeSpan Latest { get; private set; }

    /// <summary>Who is in a segment by what was watched, and how many came and went.</summary>
    public (Belonging[] Members, long Entered, long Exited) Of(string segment)
    {
        lock (_gate)
        {
            var (entered, exited) = _totals.GetValueOrDefault(segment);
            return (_members.GetValueOrDefault(segment)?.Values.ToArray() ?? [], entered, exited);
        }
    }

    /// <summary>The last firing of the trigger for each profile: its instant.</summary>
    public IReadOnlyDictionary<string, string> Fired
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, string>(_fired);
            }
        }
    }

    /// <summary>How often the trigger fired for a profile, those firings left out that a late signal showed to be none.</summary>
    public int FiringsOf(string profile)
    {
        lock (_gate)
        {
            return _versions.GetValueOrDefault(("trigger abandoned", profile)) - _retracted.Count(firing => firing.Profile == profile);
        }
    }

    /// <summary>Watches until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(balancer.Choose(home).Gateway, stop);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                // The gateway is away, or its database: read on elsewhere, after the last event that was seen.
            }

            Breaks++;
            await Task.Delay(TimeSpan.FromMilliseconds(200), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(SiloRun gateway, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events");
        request.Headers.Add("Last-Event-ID", _last);
        using var answer = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        answer.EnsureSuccessStatusCode();
        var events = SseParser.Create(await answer.Content.ReadAsStreamAsync(stop));
        await foreach (var item in events.EnumerateAsync(stop))
        {
            Take(JsonNode.Parse(item.Data)!, item.EventId ?? _last);
            _last = item.EventId ?? _last;
        }
    }

    private void Take(JsonNode data, string id)
    {
        lock (_gate)
        {
            Seen++;
            if (data["kind"] is null)
            {
                Faults.Add($"{id}: {data.ToJsonString()}");
                return;
            }

            var (kind, profile, at, version) = (Text(data, "kind"), Text(data, "profile"), Text(data, "at"), data["version"]!.GetValue<int>());
            if (kind == "retracted")
            {
                TakeBack(id, profile, version);
                return;
            }

            var subject = kind == "triggered" ? "trigger " + Text(data, "trigger") : Text(data, "segment");
            if (_versions.GetValueOrDefault((subject, profile)) is var before && version != before + 1)
            {
                Faults.Add($"{id}: {kind} {subject} {profile} version {version} after version {before}");
            }

            _versions[(subject, profile)] = version;
            NoteDelay(kind, at);
            Fold(kind, subject, new Belonging(profile, at, version));
        }
    }

    /// <summary>A retraction has the version of its firing, which came before it.</summary>
    private void TakeBack(string id, string profile, int version)
    {
        if (version > _versions.GetValueOrDefault(("trigger abandoned", profile)) || !_retracted.Add((profile, version)))
        {
            Faults.Add($"{id}: retracted firing {version} of {profile}, which did not fire or was retracted before");
        }
    }

    private void NoteDelay(string kind, string at)
    {
        var delay = DateTime.UtcNow - DateTime.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        if (kind == "triggered" && delay > Latest)
        {
            Latest = delay;
        }
    }

    private void Fold(string kind, string subject, Belonging belonging)
    {
        var (entered, exited) = _totals.GetValueOrDefault(subject);
        switch (kind)
        {
            case "entered":
                (_members.TryGetValue(subject, out var members) ? members : _members[subject] = [])[belonging.Profile] = belonging;
                _totals[subject] = (entered + 1, exited);
                break;
            case "restated":
                // It goes on, since another instant than was told.
                _members[subject][belonging.Profile] = belonging;
                break;
            case "exited":
                if (!_members[subject].Remove(belonging.Profile))
                {
                    Faults.Add($"{belonging.Profile} left {subject} without being in it");
                }

                _totals[subject] = (entered, exited + 1);
                break;
            default:
                _fired[belonging.Profile] = belonging.Since;
                break;
        }
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
