using System.Text.Json;
using System.Text.RegularExpressions;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>One line of a Dockerfile: its word, and what follows.</summary>
internal sealed record Instruction(string Word, string Rest)
{
    /// <summary>What follows, word by word; of the form <c>["a", "b"]</c> too.</summary>
    public string[] Words => Rest.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(Rest)! : Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A stage of a Dockerfile.</summary>
internal sealed record Stage(string Name, string Image, IReadOnlyList<Instruction> Instructions)
{
    public IEnumerable<Instruction> Of(string word) => Instructions.Where(instruction => instruction.Word == word);
}

/// <summary>A Dockerfile, read as far as its checks need.</summary>
internal sealed partial record Dockerfile(IReadOnlyList<Stage> Stages)
{
    public Stage Build => Stages[0];

    public static Dockerfile Read(string path)
    {
        var text = string.Join('\n', File.ReadLines(Repository.File(path)).Where(static line => !line.StartsWith('#')));
        var stages = new List<Stage>();
        var current = new List<Instruction>();
        foreach (var line in Continuation().Replace(text, " ").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            if (parts[0] == "FROM")
            {
                var words = parts[1].Split(' ');
                current = [];
                stages.Add(new Stage(words.Length == 3 ? words[2] : string.Empty, words[0], current));
                continue;
            }

            current.Add(new Instruction(parts[0], parts[1]));
        }

        return new Dockerfile(stages);
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();
}
