import random, re, unicodedata
import torch, torch.nn as nn, torch.nn.functional as F
from torch import optim
from torch.nn.utils.rnn import pad_sequence, pack_padded_sequence, pad_packed_sequence
from torch.utils.data import TensorDataset, DataLoader, RandomSampler, Dataset
import numpy as np
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
torch.manual_seed(0); random.seed(0); np.random.seed(0)
SOS_token, EOS_token = 0, 1
class Lang:
    def __init__(self, name):
        self.name = name
        self.word2index = {}
        self.word2count = {}
        self.index2word = {0: "SOS", 1: "EOS"}
        self.n_words = 2
    def addSentence(self, sentence):
        for word in sentence.split(' '): self.addWord(word)
    def addWord(self, word):
        if word not in self.word2index:
            self.word2index[word] = self.n_words
            self.word2count[word] = 1
            self.index2word[self.n_words] = word
            self.n_words += 1
        else:
            self.word2count[word] += 1
def unicodeToAscii(s):
    return ''.join(c for c in unicodedata.normalize('NFD', s) if unicodedata.category(c) != 'Mn')
def normalizeString(s):
    s = unicodeToAscii(s.lower().strip())
    s = re.sub(r"([.!?])", r" \1", s)
    s = re.sub(r"[^a-zA-Z!?]+", r" ", s)
    return s.strip()
raw = "Go.\tVa !\nI am cold.\tJ'ai froid.\nHe is tall.\tIl est grand.\nShe is tall!\tElle est grande !\nI am tall.\tJe suis grand.\nYou are cold.\tVous avez froid.\nWe are big?\tNous sommes grands ?"
pairs = [[normalizeString(s) for s in l.split('\t')] for l in raw.split('\n')]
pairs = [list(reversed(p)) for p in pairs]
input_lang, output_lang = Lang('fra'), Lang('eng')
for p in pairs: input_lang.addSentence(p[0]); output_lang.addSentence(p[1])
print("Counted words:", input_lang.name, input_lang.n_words, output_lang.name, output_lang.n_words)
print(random.choice(pairs), sorted(output_lang.word2count.items(), key=lambda kv: (-kv[1], kv[0]))[:3])
MAX_LENGTH = 6
def indexes(lang, s): return [lang.word2index[w] for w in s.split(' ')]
def get_dataloader(batch_size):
    n = len(pairs)
    input_ids = np.zeros((n, MAX_LENGTH), dtype=np.int32)
    target_ids = np.zeros((n, MAX_LENGTH), dtype=np.int32)
    for idx, (inp, tgt) in enumerate(pairs):
        inp_ids, tgt_ids = indexes(input_lang, inp), indexes(output_lang, tgt)
        inp_ids.append(EOS_token); tgt_ids.append(EOS_token)
        input_ids[idx, :len(inp_ids)] = inp_ids
        target_ids[idx, :len(tgt_ids)] = tgt_ids
    print(input_ids[:2], input_ids.dtype)
    train_data = TensorDataset(torch.LongTensor(input_ids).to(device), torch.LongTensor(target_ids).to(device))
    return DataLoader(train_data, sampler=RandomSampler(train_data), batch_size=batch_size)
class EncoderRNN(nn.Module):
    def __init__(self, input_size, hidden_size, dropout_p=0.1):
        super(EncoderRNN, self).__init__()
        self.hidden_size = hidden_size
        self.embedding = nn.Embedding(input_size, hidden_size)
        self.gru = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.dropout = nn.Dropout(dropout_p)
    def forward(self, input):
        embedded = self.dropout(self.embedding(input))
        output, hidden = self.gru(embedded)
        return output, hidden
class BahdanauAttention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.Wa = nn.Linear(hidden_size, hidden_size)
        self.Ua = nn.Linear(hidden_size, hidden_size)
        self.Va = nn.Linear(hidden_size, 1)
    def forward(self, query, keys):
        scores = self.Va(torch.tanh(self.Wa(query) + self.Ua(keys)))
        scores = scores.squeeze(2).unsqueeze(1)
        weights = F.softmax(scores, dim=-1)
        context = torch.bmm(weights, keys)
        return context, weights
class AttnDecoderRNN(nn.Module):
    def __init__(self, hidden_size, output_size, dropout_p=0.1):
        super().__init__()
        self.embedding = nn.Embedding(output_size, hidden_size)
        self.attention = BahdanauAttention(hidden_size)
        self.gru = nn.GRU(2 * hidden_size, hidden_size, batch_first=True)
        self.out = nn.Linear(hidden_size, output_size)
        self.dropout = nn.Dropout(dropout_p)
    def forward(self, encoder_outputs, encoder_hidden, target_tensor=None):
        batch_size = encoder_outputs.size(0)
        decoder_input = torch.empty(batch_size, 1, dtype=torch.long, device=device).fill_(SOS_token)
        decoder_hidden = encoder_hidden
        decoder_outputs, attentions = [], []
        for i in range(MAX_LENGTH):
            decoder_output, decoder_hidden, attn_weights = self.forward_step(decoder_input, decoder_hidden, encoder_outputs)
            decoder_outputs.append(decoder_output)
            attentions.append(attn_weights)
            if target_tensor is not None:
                decoder_input = target_tensor[:, i].unsqueeze(1)
            else:
                _, topi = decoder_output.topk(1)
                decoder_input = topi.squeeze(-1).detach()
        decoder_outputs = torch.cat(decoder_outputs, dim=1)
        decoder_outputs = F.log_softmax(decoder_outputs, dim=-1)
        return decoder_outputs, decoder_hidden, torch.cat(attentions, dim=1)
    def forward_step(self, input, hidden, encoder_outputs):
        embedded = self.dropout(self.embedding(input))
        query = hidden.permute(1, 0, 2)
        context, attn_weights = self.attention(query, encoder_outputs)
        input_gru = torch.cat((embedded, context), dim=2)
        output, hidden = self.gru(input_gru, hidden)
        return self.out(output), hidden, attn_weights
encoder = EncoderRNN(input_lang.n_words, 24).to(device)
decoder = AttnDecoderRNN(24, output_lang.n_words).to(device)
enc_opt, dec_opt = optim.Adam(encoder.parameters(), lr=0.01), optim.Adam(decoder.parameters(), lr=0.01)
criterion = nn.NLLLoss()
loader = get_dataloader(3)
for epoch in range(1, 21):
    total = 0
    for inp, tgt in loader:
        enc_opt.zero_grad(); dec_opt.zero_grad()
        eo, eh = encoder(inp)
        do, _, _ = decoder(eo, eh, tgt)
        loss = criterion(do.view(-1, do.size(-1)), tgt.view(-1))
        loss.backward(); enc_opt.step(); dec_opt.step()
        total += loss.item()
    if epoch % 5 == 0: print('(%d %d%%) %.4f' % (epoch, epoch / 20 * 100, total / len(loader)))
encoder.eval(); decoder.eval()
def evaluate(sentence):
    with torch.no_grad():
        inp = torch.tensor(indexes(input_lang, sentence) + [EOS_token], dtype=torch.long, device=device).view(1, -1)
        eo, eh = encoder(inp)
        do, dh, attn = decoder(eo, eh)
        _, topi = do.topk(1)
        words = []
        for idx in topi.squeeze():
            if idx.item() == EOS_token: words.append('<EOS>'); break
            words.append(output_lang.index2word[idx.item()])
    return words, attn
for p in pairs[:3]:
    print('>', p[0], '=', p[1], '<', ' '.join(evaluate(p[0])[0]))
print(evaluate(pairs[1][0])[1][0].shape)
class SeqSet(Dataset):
    def __init__(self, seqs): self.seqs = seqs
    def __len__(self): return len(self.seqs)
    def __getitem__(self, i): return torch.tensor(self.seqs[i]), len(self.seqs[i])
def collate(batch):
    batch.sort(key=lambda b: b[1], reverse=True)
    xs, ls = zip(*batch)
    return pad_sequence(xs, batch_first=True, padding_value=-1), torch.tensor(ls)
for xs, ls in DataLoader(SeqSet([[1, 2, 3], [4], [5, 6], [7, 8, 9, 10]]), batch_size=2, collate_fn=collate):
    print(xs, ls)
lstm = nn.LSTM(2, 3, num_layers=2, bidirectional=True, batch_first=True)
p = pack_padded_sequence(torch.randn(3, 4, 2), [4, 3, 1], batch_first=True)
o, (h, c) = lstm(p)
u, lens = pad_packed_sequence(o, batch_first=True)
print(p.batch_sizes, u.shape, lens, h.shape, u[2, 1:].abs().sum())
