using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Serve;

/// <summary>Settings of <c>persona serve</c>, by real starts: what is not understood keeps it from starting, and is named.</summary>
public sealed class SettingsTests : IDisposable
{
    private const int FaultyInput = 3;
    private const int CannotListen = 5;
    private static readonly Dictionary<string, string> NoEnvironment = [];
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""{ "PersonaGrain": { "Keys": { "Amdin": ["secret"] } } }""", "serve.json: PersonaGrain:Keys:Amdin is not a setting; did you mean \"Admin\"?")]
    [InlineData("""{ "PersonaGrain": { "Keys": { "Admin": "secret" } } }""", "serve.json: PersonaGrain:Keys:Admin is one value; write a list or an object")]
    [InlineData("""{ "PersonaGrian": { "Urls": "http://127.0.0.1:0" } }""", "serve.json: PersonaGrian is not a setting; did you mean \"PersonaGrain\"?")]
    [InlineData("""{ "Keys": { "Admin": ["secret"] } }""", "serve.json: Keys is not a setting; did you mean \"PersonaGrain:Keys\"?")]
    [InlineData("""{ "PersonaGrain": { "MemoryMegabytes": 64 } }""", "PersonaGrain:MemoryMegabytes is not a setting; did you mean \"PersonaGrain:Engine:MemoryMegabytes\"?")]
    [InlineData("""{ "PersonaGrain": { "Engine": { "MemoryMegabytes": "much" } } }""", "PersonaGrain:Engine:MemoryMegabytes is 'much'; write a whole number")]
    [InlineData("""{ "PersonaGrain": { "Engine": { "MemoryMegabytes": -10 } } }""", "serve.json: PersonaGrain:Engine:MemoryMegabytes is -10; give megabytes, 0 or more")]
    [InlineData("""{ "PersonaGrain": { "GridTimeout": "soon" } }""", "PersonaGrain:GridTimeout is 'soon'; write a time such as 00:00:30")]
    [InlineData("""{ "PersonaGrain": { "MaximumBatchEvents": 0 } }""", "serve.json: PersonaGrain:MaximumBatchEvents is 0; it must be greater than 0")]
    [InlineData("""{ "Kestrel": { "Endpoint": { "Http": { "Url": "http://127.0.0.1:0" } } } }""", "Kestrel:Endpoint is not a setting; did you mean \"Endpoints\"?")]
    [InlineData("""{ "Kestrel": { "Endpoints": { "Http": { "Urls": "http://127.0.0.1:0" } } } }""", "Kestrel:Endpoints:Http:Urls is not a setting; did you mean \"Url\"?")]
    [InlineData("""{ "Kestrel": { "Limits": { "MaxRequestHeaderCuont": 5 } } }""", "Kestrel:Limits:MaxRequestHeaderCuont is not a setting; did you mean \"MaxRequestHeaderCount\"?")]
    [InlineData("""{ "Logging": { "LogLevel": { "Default": "Infoo" } } }""", "serve.json: Logging:LogLevel:Default is 'Infoo'; write one of Trace, Debug, Information")]
    [InlineData("""{ "Logging": { "LogLvl": { "Default": "Information" } } }""", "serve.json: Logging:LogLvl is not a setting; did you mean \"LogLevel\"?")]
    [InlineData("""{ "Logging": { "Console": { "LogLevel": { "Microsoft": "Loud" } } } }""", "Logging:Console:LogLevel:Microsoft is 'Loud'; write one of")]
    [InlineData("""{ "AllowedHosts": ["grid.test"] }""", "serve.json: AllowedHosts:0 is not a setting")]
    [InlineData("""{ "AllowedHosts": "grid.test;*" }""", "AllowedHosts lets every name in, and no key is configured")]
    [InlineData("""{ "PersonaGrain": { "Urls": "http://127.0.0.1:0" }, "Kestrel": { "Endpoints": { "Http": { "Url": "http://127.0.0.1:0" } } } }""", "both say where to listen")]
    public async Task Serve_with_a_setting_that_is_not_understood_is_refused(string json, string told)
    {
        var (exitCode, _, error) = await StartAsync(json);

        exitCode.ShouldBe(FaultyInput, error);
        error.ShouldContain(told);
        error.ShouldNotContain("secret");
        error.ShouldNotContain("   at ");
        Directory.Exists(_folder.File("store")).ShouldBeFalse();
    }

    [Fact]
    public async Task Serve_names_all_faults_at_once_those_of_the_environment_too()
    {
        var (exitCode, _, error) = await StartAsync(
            """{ "PersonaGrain": { "Egnine": {}, "Heartbaet": "00:00:01" } }""", new() { ["PersonaGrain__Keys__Wirte__0"] = "secret", ["PersonaGrian__Urls"] = "x" });

        exitCode.ShouldBe(FaultyInput, error);
        error.ShouldContain("Egnine");
        error.ShouldContain("did you mean \"Heartbeat\"?");
        error.ShouldContain("environment: PersonaGrain__Keys__Wirte is not a setting; did you mean \"Write\"?");
        error.ShouldContain("environment: PersonaGrian is not a setting");
    }

    [Fact]
    public async Task Serve_names_values_out_of_range_together_with_what_can_not_be_read()
    {
        var (exitCode, _, error) = await StartAsync("""
            { "PersonaGrain": { "Heartbaet": "00:00:01", "GridTimeout": "soon", "MaximumBatchEvents": 0, "Engine": { "Partitions": 0 } },
              "Kestrel": { "Certificates": { "Default": { "Path": "nowhere.pfx" } } } }
            """);

        exitCode.ShouldBe(FaultyInput, error);
        error.ShouldContain("did you mean \"Heartbeat\"?");
        error.ShouldContain("PersonaGrain:GridTimeout is 'soon'");
        error.ShouldContain("serve.json: PersonaGrain:MaximumBatchEvents is 0");
        error.ShouldContain("serve.json: PersonaGrain:Engine:Partitions is 0");
        error.ShouldContain("Kestrel:Certificates:Default:Path: there is no file");
    }

    [Theory]
    [InlineData("Logging__LogLevel__Default", "Infoo", "environment: Logging__LogLevel__Default is 'Infoo'; write one of")]
    [InlineData("Kestrel__Limits__MaxConcurentConnections", "5", "environment: Kestrel__Limits__MaxConcurentConnections is not a setting")]
    public async Task Variable_of_the_framework_s_sections_is_checked_too(string name, string value, string told)
    {
        var (exitCode, _, error) = await StartAsync("{}", new Dictionary<string, string> { [name] = value });

        exitCode.ShouldBe(FaultyInput, error);
        error.ShouldContain(told);
        error.ShouldNotContain("should not happen");
    }

    [Theory]
    [InlineData("http://127.0.0.1:80801", "no port from 0 to 65535")]
    [InlineData("http://127.0.0.1:0/grid", "has a path")]
    [InlineData("http://192.0.2.1:0", "no network card of this machine has that address")]
    public async Task Address_that_can_not_be_listened_on_is_explained(string url, string told)
    {
        var (exitCode, _, error) = await StartAsync(
            $$"""{ "PersonaGrain": { "Keys": { "Admin": ["k"] } }, "Kestrel": { "Endpoints": { "Http": { "Url": "{{url}}" } } } }""");

        exitCode.ShouldBe(CannotListen, error);
        error.ShouldContain(told);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Endpoint_beyond_loopback_without_keys_is_refused()
    {
        var (exitCode, _, error) = await StartAsync("""{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://0.0.0.0:0" } } } }""");

        exitCode.ShouldBe(CannotListen, error);
        error.ShouldContain("PersonaGrain__Keys__");
    }

    [Theory]
    [InlineData("nowhere.pfx", "right", "Certificate:Path: there is no file")]
    [InlineData("server.pfx", "wrong", "the Password is wrong")]
    public async Task Certificate_that_can_not_be_opened_is_explained(string file, string password, string told)
    {
        MakeCertificate("right");

        var (exitCode, _, error) = await StartAsync(Https(file, password));

        exitCode.ShouldBe(FaultyInput, error);
        error.ShouldContain("Kestrel:Endpoints:Https:Certificate");
        error.ShouldContain(told);
    }

    [Theory]
    [InlineData("server.pem", null, "has no private key; set KeyPath")]
    [InlineData("server.pem", "other.key", "is that of another certificate")]
    public async Task Certificate_without_its_key_is_explained(string file, string? key, string told)
    {
        MakeCertificate("right");
        var keyPath = key is null ? "" : $", \"KeyPath\": \"{_folder.File(key)}\"";

        var (exitCode, _, error) = await StartAsync(
            $$"""{ "Kestrel": { "Endpoints": { "Https": { "Url": "https://127.0.0.1:0", "Certificate": { "Path": "{{_folder.File(file)}}"{{keyPath}} } } } } }""");

        exitCode.ShouldBe(FaultyInput, error);
        error.ShouldContain("Kestrel:Endpoints:Https:Certificate");
        error.ShouldContain(told);
    }

    [Fact]
    public async Task Serve_goes_by_the_server_s_own_section()
    {
        MakeCertificate("right");
        await File.WriteAllTextAsync(_folder.File("serve.json"), Https("server.pfx", "right").Replace("\"Endpoints\"", "\"Limits\": { \"MaxRequestLineSize\": 200 }, \"Endpoints\""));
        using var server = await ServedProcess.ListenAsync("serve", "--data", _folder.File("store"), "--config", _folder.File("serve.json"));
        server.Address.ShouldStartWith("https://127.0.0.1:");
#pragma warning disable MA0039 // the test made the certificate, and nobody else trusts it
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=grid.test" };
#pragma warning restore MA0039
        using var client = new HttpClient(trusting);

        (await client.GetAsync(new Uri(server.Address + "/v1/status"))).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await client.GetAsync(new Uri(server.Address + "/v1/profiles/" + new string('a', 250)))).StatusCode.ShouldBe(System.Net.HttpStatusCode.RequestUriTooLong);
        server.Output.ShouldContain("/docs");
    }

    [Fact]
    public async Task Key_in_a_variable_with_single_underscores_does_not_start_a_grid_without_keys()
    {
        var (exitCode, _, error) = await StartAsync("{}", new Dictionary<string, string> { ["PersonaGrain_Keys_Write_0"] = "secret" });

        exitCode.ShouldBe(FaultyInput, error);
        error.ShouldContain("PersonaGrain__Keys__Write__0");
        error.ShouldNotContain("secret");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int ExitCode, string Output, string Error)> StartAsync(string json, Dictionary<string, string>? environment = null)
    {
        await File.WriteAllTextAsync(_folder.File("serve.json"), json);
        return await ServedProcess.RunAsync(environment ?? NoEnvironment, "serve", "--data", _folder.File("store"), "--config", _folder.File("serve.json"));
    }

    private string Https(string file, string password) =>
        $$"""{ "Kestrel": { "Endpoints": { "Https": { "Url": "https://127.0.0.1:0", "Certificate": { "Path": "{{_folder.File(file)}}", "Password": "{{password}}" } } } } }""";

    private void MakeCertificate(string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=grid.test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllBytes(_folder.File("server.pfx"), certificate.Export(X509ContentType.Pkcs12, password));
        File.WriteAllText(_folder.File("server.pem"), certificate.ExportCertificatePem());
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder.File("other.key"), other.ExportPkcs8PrivateKeyPem());
    }
}
