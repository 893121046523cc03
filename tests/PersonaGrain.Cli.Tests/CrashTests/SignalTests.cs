using System.Net.Sockets;
using System.Text;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.CrashTests;

/// <summary>The first Ctrl-C or SIGTERM ends a command cleanly, the second one at once.</summary>
public sealed class SignalTests : IDisposable
{
    private const string Body = """{"id":"1","profile":"ann","type":"product_viewed","time":"2026-01-01T00:00:00Z"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    [Theory]
    [InlineData(UnixSignal.Interrupt)]
    [InlineData(UnixSignal.Terminate)]
    public async Task First_signal_lets_serve_answer_what_it_took_on_and_close_the_store(int signal)
    {
        using var serve = await ServedProcess.StartAsync(Data);
        using var request = await OpenRequest.BeginAsync(serve, Body);
        await EndsAsync(serve, signal);

        (await request.FinishAsync()).ShouldStartWith("HTTP/1.1 200");

        (await serve.ExitAsync()).ShouldBe(0, serve.Error);
        (await PersonaRun.DoneAsync("profile", "ann", "--data", Data, "--json")).Json.GetProperty("signals").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData(UnixSignal.Interrupt, 130)]
    [InlineData(UnixSignal.Terminate, 143)]
    public async Task Second_signal_ends_serve_at_once(int signal, int exitCode)
    {
        using var serve = await ServedProcess.StartAsync(Data);
        using var request = await OpenRequest.BeginAsync(serve, Body);
        await EndsAsync(serve, UnixSignal.Interrupt);

        serve.Send(signal);

        (await serve.ExitAsync()).ShouldBe(exitCode, serve.Error);
    }

    [Theory]
    [InlineData(UnixSignal.Interrupt)]
    [InlineData(UnixSignal.Terminate)]
    public async Task Interrupted_ingest_says_so_and_goes_on_where_it_stopped(int signal)
    {
        const int Lines = 300_000;
        var file = _folder.File("signals.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, Lines).Select(line =>
            $$"""{"id":"{{line}}","profile":"p{{line % 1_000}}","type":"product_viewed","time":"{{new DateTime(2026, 1, 1).AddSeconds(line):s}}Z"}"""));
        string[] arguments = ["ingest", file, "--data", Data, "--json"];

        using var ingest = ServedProcess.Begin(arguments);
        using (var patience = new CancellationTokenSource(Patience))
        {
            while (!File.Exists(Path.Combine(Data, "grid.db")))
            {
                await Task.Delay(1, patience.Token);
            }
        }

        ingest.Send(signal);
        (await ingest.ExitAsync()).ShouldBe(130, ingest.Error);
        ingest.Error.ShouldContain("error: interrupted");

        var rest = (await PersonaRun.DoneAsync(arguments)).Json;
        (rest.GetProperty("accepted").GetInt64() + rest.GetProperty("duplicates").GetInt64()).ShouldBe(Lines);
    }

    [Theory]
    [InlineData(UnixSignal.Interrupt)]
    [InlineData(UnixSignal.Terminate)]
    public async Task Ingest_that_waits_for_more_of_a_pipe_ends_and_leaves_no_copy(int signal)
    {
        var copies = Directory.CreateDirectory(_folder.File("copies"));
        var old = await LeaveCopyAsync(copies, days: 2);
        var recent = await LeaveCopyAsync(copies, days: 0);
        using var ingest = ServedProcess.Begin(["ingest", "-", "--data", Data], new Dictionary<string, string> { ["TMPDIR"] = copies.FullName });
        await ingest.Input.WriteAsync(Encoding.UTF8.GetBytes(Body));
        await ingest.Input.FlushAsync();
        using (var patience = new CancellationTokenSource(Patience))
        {
            while (!Names(copies).Except([old, recent]).Any(name => name.StartsWith("personagrain-input-", StringComparison.Ordinal)))
            {
                await Task.Delay(1, patience.Token);
            }
        }

        ingest.Send(signal);

        (await ingest.ExitAsync()).ShouldBe(130, ingest.Error);
        ingest.Error.ShouldContain("error: interrupted");
        Names(copies).ShouldBe([recent]);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> LeaveCopyAsync(DirectoryInfo copies, int days)
    {
        var path = Path.Combine(copies.FullName, $"personagrain-input-{Environment.UserName}-{days}");
        await File.WriteAllTextAsync(path, Body);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromDays(days));
        return Path.GetFileName(path);
    }

    private static string[] Names(DirectoryInfo copies) =>
        [.. copies.EnumerateFiles().Select(file => file.Name).Where(name => name.StartsWith("personagrain-", StringComparison.Ordinal))];

    /// <summary>Sends a signal and waits until the process says that it is ending.</summary>
    private static async Task EndsAsync(ServedProcess serve, int signal)
    {
        serve.Send(signal);
        using var patience = new CancellationTokenSource(Patience);
        while (!serve.Error.Contains("ending: requests in flight", StringComparison.Ordinal))
        {
            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>A request whose body is being read, and does not end before the test wants it to.</summary>
    private sealed class OpenRequest : IDisposable
    {
        private readonly TcpClient _client = new();
        private readonly string _body;

        private OpenRequest(string body) => _body = body;

        public static async Task<OpenRequest> BeginAsync(ServedProcess serve, string body)
        {
            var request = new OpenRequest(body);
            var address = new Uri(serve.Address);
            await request._client.ConnectAsync(address.Host, address.Port);
            await request.WriteAsync(
                $"POST /v1/signals HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n");
            (await request.ReadAsync()).ShouldStartWith("HTTP/1.1 100");
            return request;
        }

        /// <summary>Sends the body, and gives the answer.</summary>
        public async Task<string> FinishAsync()
        {
            await WriteAsync(_body);
            return await ReadAsync();
        }

        public void Dispose() => _client.Dispose();

        private async Task WriteAsync(string text) => await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

        private async Task<string> ReadAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            var buffer = new byte[4_096];
            return Encoding.ASCII.GetString(buffer, 0, await _client.GetStream().ReadAsync(buffer, patience.Token));
        }
    }
}
