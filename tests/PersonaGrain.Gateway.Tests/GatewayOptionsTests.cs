using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PersonaGrain.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        var options = new GatewayOptions();

        (options.MaximumEventBytes, options.MaximumBatchBytes, options.MaximumBatchEvents).ShouldBe((32 * 1024, 500 * 1024, 2_500));
        (options.MaximumSignalStreamBytes, options.SignalChunk, options.MaximumReportedRejections).ShouldBe((1L << 30, 1_000, 100));
        (options.MaximumDocumentBytes, options.MaximumConcurrentRequests, options.MaximumEventStreams).ShouldBe((4 * 1024 * 1024, 1_024, 256));
        (options.GridTimeout, options.Heartbeat).ShouldBe((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)));
        (options.Tokens.MaximumStreams, options.Tokens.MaximumLookBack).ShouldBe((256, 10_000));
        options.HasKeys.ShouldBeFalse();
        (options.Cors.Origins.Count, options.Tokens.Secret, options.Tokens.PreviousSecrets.Count, options.PublicUrl).ShouldBe((0, null, 0, null));
    }

    [Fact]
    public void From_binds_keys_and_limits()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PersonaGrain:Keys:Write:0"] = "w",
            ["PersonaGrain:Keys:Admin:0"] = "a",
            ["PersonaGrain:Keys:Token:0"] = "t",
            ["PersonaGrain:Cors:Origins:0"] = "https://www.shop.example",
            ["PersonaGrain:Tokens:Secret"] = new string('s', 32),
            ["PersonaGrain:GridTimeout"] = "00:00:03",
        }).Build();

        var options = GatewayOptions.From(configuration);

        options.Keys.Write.ShouldBe(["w"]);
        options.Keys.Admin.ShouldBe(["a"]);
        options.Keys.Token.ShouldBe(["t"]);
        options.Cors.Origins.ShouldBe(["https://www.shop.example"]);
        options.Tokens.Secret.ShouldBe(new string('s', 32));
        options.GridTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        options.HasKeys.ShouldBeTrue();
    }

    [Fact]
    public void Faulty_options_are_all_named_and_no_key_is_repeated()
    {
        var options = new GatewayOptions { MaximumBatchEvents = 0, Heartbeat = TimeSpan.Zero, Keys = { Write = { "secret-key", " " } } };

        var exception = Should.Throw<OptionsValidationException>(() => new ServiceCollection().AddPersonaGrainGateway(options));

        exception.Failures.Count().ShouldBe(3);
        exception.Message.ShouldNotContain("secret-key");
    }

    [Fact]
    public void Faulty_origins_secrets_and_addresses_are_all_named_and_no_secret_is_repeated()
    {
        var options = new GatewayOptions
        {
            Keys = { Read = { "pgt_looks-like-a-token" } },
            Cors = { Origins = { "https://www.shop.example", "https://www.shop.example/path", "shop.example", "https://www.*.example" } },
            Tokens = { Secret = "too-short", PreviousSecrets = { "too-short" } },
            PublicUrl = "collect.shop.example",
        };

        var exception = Should.Throw<OptionsValidationException>(() => new ServiceCollection().AddPersonaGrainGateway(options));

        exception.Failures.Count().ShouldBe(7);
        exception.Message.ShouldContain("Cors:Origins:3");
        exception.Message.ShouldNotContain("too-short");
        exception.Message.ShouldNotContain("looks-like");
    }

    [Theory]
    [InlineData("w", "", "", false, true)]
    [InlineData("", "r", "", true, false)]
    [InlineData("", "", "a", true, true)]
    [InlineData("", "", "", true, true)]
    public void Keys_tell_whether_anybody_can_read_or_send(string write, string read, string admin, bool canBeRead, bool canBeWritten)
    {
        var options = new GatewayOptions();
        Add(options.Keys.Write, write);
        Add(options.Keys.Read, read);
        Add(options.Keys.Admin, admin);

        (options.CanBeRead, options.CanBeWritten).ShouldBe((canBeRead, canBeWritten));

        static void Add(IList<string> keys, string key)
        {
            if (key.Length > 0)
            {
                keys.Add(key);
            }
        }
    }
}
