using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Serve;

public sealed class ServeTests : IDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Serve_prints_curl_lines_that_work_as_printed()
    {
        using var server = await ServedProcess.StartAsync(_folder.Path);
        var lines = server.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(2);

        JsonDocument.Parse(await ShellAsync(lines[0])).RootElement.GetProperty("accepted").GetInt32().ShouldBe(1);
        var profile = JsonDocument.Parse(await ShellAsync(lines[1])).RootElement;

        profile.GetProperty("id").GetString().ShouldBe("ann");
        profile.GetProperty("signals").GetInt32().ShouldBe(1);
        server.Output.ShouldContain("athletic-wear");
        server.Output.ShouldContain(_folder.Path);
        server.Output.ShouldContain("only loopback");
    }

    [Fact]
    public async Task Serve_without_keys_answers_no_name_that_merely_points_to_loopback()
    {
        using var server = await ServedProcess.StartAsync(_folder.Path);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address + "/v1/segments"));
        request.Headers.Host = "rebound.example";

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(null, "localhost", HttpStatusCode.OK)]
    [InlineData(null, "grid.test", HttpStatusCode.OK)]
    [InlineData(null, "rebound.example", HttpStatusCode.BadRequest)]
    [InlineData("admin-key", "grid.test", HttpStatusCode.OK)]
    [InlineData("admin-key", "localhost", HttpStatusCode.BadRequest)]
    public async Task Serve_answers_to_the_configured_names_and_without_keys_to_those_of_this_machine_too(string? key, string host, HttpStatusCode status)
    {
        var config = _folder.File("config.json");
        string?[] keys = key is null ? [] : [key];
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new { AllowedHosts = "grid.test", PersonaGrain = new { Keys = new { Admin = keys } } }));
        using var server = await ServedProcess.StartAsync(_folder.File("store"), "--config", config);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address + "/health/live"));
        request.Headers.Host = host;

        (await client.SendAsync(request)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Serve_told_to_end_closes_the_store_and_another_goes_on_with_it()
    {
        using (var first = await ServedProcess.StartAsync(_folder.Path))
        {
            using var client = new HttpClient();
            const string Signal = """{"id":"1","profile":"ann","type":"product_viewed","time":"2026-01-01T00:00:00Z"}""";
            using var content = new StringContent(Signal, Encoding.UTF8, "application/x-ndjson");
            using var answer = await client.PostAsync(new Uri(first.Address + "/v1/signals"), content);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await first.TerminateAsync()).ShouldBe(0, first.Error);
        }

        var profile = (await PersonaRun.DoneAsync("profile", "ann", "--data", _folder.Path, "--json")).Json;
        profile.GetProperty("signals").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Commands_that_read_work_beside_a_process_that_serves_the_store()
    {
        using var server = await ServedProcess.StartAsync(_folder.Path);
        using var client = new HttpClient();
        const string Signal = """{"id":"1","profile":"ann","type":"product_viewed","time":"2026-01-01T00:00:00Z"}""";
        using var content = new StringContent(Signal, Encoding.UTF8, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri(server.Address + "/v1/signals"), content);

        (await PersonaRun.DoneAsync("profile", "ann", "--data", _folder.Path, "--json")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
        (await PersonaRun.DoneAsync("segments", "--data", _folder.Path, "--json")).Json.GetProperty("segments").GetArrayLength().ShouldBeGreaterThan(0);
        server.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Ingest_into_a_served_store_names_its_holder_and_where_it_serves()
    {
        using var server = await ServedProcess.StartAsync(_folder.Path);
        var file = _folder.File("signals.jsonl");
        await File.WriteAllTextAsync(file, "");

        var run = await PersonaRun.OfAsync("ingest", file, "--data", _folder.Path);

        run.ExitCode.ShouldBe(4);
        run.Error.ShouldContain($"process {server.Id}");
        run.Error.ShouldContain($"it serves at {server.Address}");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_on_a_port_in_use_says_what_to_do()
    {
        using var server = await ServedProcess.StartAsync(_folder.File("one"));

        var (exitCode, _, error) = await ServedProcess.RunAsync(NoEnvironment, "serve", "--data", _folder.File("two"), "--urls", server.Address);

        exitCode.ShouldBe(5);
        error.ShouldContain("--urls");
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://127.0.0.1:0;http://[::]:0")]
    public async Task Serve_beyond_loopback_without_keys_is_refused(string urls)
    {
        var run = await PersonaRun.OfAsync("serve", "--data", _folder.Path, "--urls", urls);

        run.ExitCode.ShouldBe(5);
        run.Error.ShouldContain("PersonaGrain__Keys__");
        Directory.EnumerateFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_with_a_faulty_catalog_names_every_fault()
    {
        var catalog = _folder.File("catalog.json");
        await File.WriteAllTextAsync(catalog, """{ "name": "x", "version": 1, "segments": { "a": { "when": { "signal": "nope", "count": 3 } } } }""");

        var (exitCode, _, error) = await ServedProcess.RunAsync(NoEnvironment, "serve", "--data", _folder.File("store"), "--catalog", catalog, "--urls", "http://127.0.0.1:0");

        exitCode.ShouldBe(3);
        error.ShouldContain("$.segments.a.when");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Serve_takes_keys_and_settings_from_the_annotated_configuration()
    {
        using var server = await ServedProcess.StartAsync(_folder.Path, "--config", Repository.File("silo-config/embedded.json"));

        server.Output.ShouldContain("keys      none");
    }

    [Fact]
    public async Task Serve_with_a_write_key_alone_says_that_nobody_can_read_and_suggests_no_read()
    {
        using var server = await StartKeyedAsync("write-key", null);

        server.Output.ShouldContain("nobody can read what is sent: set PersonaGrain__Keys__Read__0");
        server.Output.ShouldNotContain("/v1/profiles/ann");
        server.Error.ShouldContain("nobody can read");
    }

    [Fact]
    public async Task Serve_with_keys_prints_curl_lines_that_each_show_a_key_of_their_scope()
    {
        using var server = await StartKeyedAsync("write-key", "read-key");
        var lines = server.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToList();

        var sent = await ShellAsync("PERSONA_WRITE_KEY=write-key; " + lines[0]);
        var read = await ShellAsync("PERSONA_READ_KEY=read-key; " + lines[1]);

        JsonDocument.Parse(sent).RootElement.GetProperty("accepted").GetInt32().ShouldBe(1);
        JsonDocument.Parse(read).RootElement.GetProperty("id").GetString().ShouldBe("ann");
        server.Error.ShouldNotContain("nobody can");
    }

    private async Task<ServedProcess> StartKeyedAsync(string write, string? read)
    {
        var config = _folder.File("config.json");
        string?[] reads = read is null ? [] : [read];
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new { PersonaGrain = new { Keys = new { Write = new[] { write }, Read = reads } } }));
        return await ServedProcess.StartAsync(_folder.File("store"), "--config", config);
    }

    [Fact]
    public async Task Serve_a_store_that_is_held_says_by_whom()
    {
        using var server = await ServedProcess.StartAsync(_folder.Path);

        var (exitCode, _, error) = await ServedProcess.RunAsync(NoEnvironment, "serve", "--data", _folder.Path, "--urls", "http://127.0.0.1:0");

        exitCode.ShouldBe(4);
        error.ShouldContain($"process {server.Id}");
        error.ShouldNotContain("   at ");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ShellAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command }, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
