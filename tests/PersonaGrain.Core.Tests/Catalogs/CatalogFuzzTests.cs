using System.Text;
using System.Text.Json;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>Whatever the bytes, the answer is a sound document or faults, never an exception; what is sound can be written and read back.</summary>
public class CatalogFuzzTests
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "null", "true", "0", "-1", "1.5", "1e999", "1e-999", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"",
        "\"7d\"", "\"P1M\"", "\"viewed\"", "\"all\"", "\"not\"", "\"segment\"", "\"other\"", "\"matches\"", "\"(((((\"", "\"a{9999999}\"", "\"[\"", "\"\\\\\"",
        "{}", "[]", "[[]]", "{\"is\":1}", "{\"all\":[]}", "// x\n", "/*", "\"during\"", "\"from\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"",
    ];

    [Fact]
    public void Read_mutated_bytes_never_throws()
    {
        var random = new Random(7);
        foreach (var seed in Seeds())
        {
            for (var round = 0; round < 1000; round++)
            {
                var bytes = seed.ToList();
                for (var edit = random.Next(1, 5); edit > 0; edit--)
                {
                    MutateByte(bytes, random);
                }

                Check(bytes.ToArray());
            }
        }
    }

    [Fact]
    public void Read_mutated_tokens_never_throws()
    {
        var random = new Random(11);
        foreach (var seed in Seeds())
        {
            var tokens = Split(seed);
            for (var round = 0; round < 1000; round++)
            {
                var mutated = tokens.ToList();
                for (var edit = random.Next(1, 4); edit > 0; edit--)
                {
                    MutateToken(mutated, random);
                }

                Check(Encoding.UTF8.GetBytes(string.Join(' ', mutated)));
            }
        }
    }

    private static void MutateByte(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                break;
            case 2:
                bytes.Insert(at, (byte)"{}[]\",:\\/-.e0 \n"[random.Next(15)]);
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), Math.Min(40, bytes.Count / 2)));
                break;
        }
    }

    private static void MutateToken(List<string> tokens, Random random)
    {
        var at = random.Next(tokens.Count);
        switch (random.Next(4))
        {
            case 0:
                tokens[at] = Tokens[random.Next(Tokens.Length)];
                break;
            case 1:
                tokens[at] = tokens[random.Next(tokens.Count)];
                break;
            case 2:
                tokens.RemoveAt(at);
                break;
            default:
                tokens.Insert(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }

    // Tokens by the JSON reader itself, with colons and commas put back.
    private static List<string> Split(byte[] json)
    {
        var tokens = new List<string>();
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Add(document.RootElement, tokens);
        return tokens;
    }

    private static void Add(JsonElement element, List<string> tokens)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                tokens.Add("{");
                foreach (var property in element.EnumerateObject())
                {
                    tokens.AddRange([JsonSerializer.Serialize(property.Name), ":"]);
                    Add(property.Value, tokens);
                    tokens.Add(",");
                }

                tokens.Add("}");
                break;
            case JsonValueKind.Array:
                tokens.Add("[");
                foreach (var item in element.EnumerateArray())
                {
                    Add(item, tokens);
                    tokens.Add(",");
                }

                tokens.Add("]");
                break;
            default:
                tokens.Add(element.GetRawText());
                break;
        }
    }

    private static byte[][] Seeds() => [Encoding.UTF8.GetBytes(FullCatalog.Json), Encoding.UTF8.GetBytes(DesignExample.Json)];

    private static void Check(byte[] bytes)
    {
        switch (CatalogReader.Read(bytes))
        {
            case CatalogReading.Sound sound:
                var written = CatalogWriter.Write(sound.Document);
                CatalogText.Sound(CatalogReader.Read(written)).ShouldBeSameAs(sound.Document);
                break;
            case CatalogReading.Faulty faulty:
                faulty.Faults.ShouldNotBeEmpty();
                foreach (var fault in faulty.Faults)
                {
                    fault.Path.ShouldStartWith("$");
                    fault.Message.ShouldNotBeEmpty();
                    (fault.Value ?? string.Empty).Length.ShouldBeLessThanOrEqualTo(60);
                }

                break;
        }
    }
}
