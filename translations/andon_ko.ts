<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>AxisText</name>
    <message>
        <source>Time (h:mm:ss)</source>
        <translation>시간 (h:mm:ss)</translation>
    </message>
    <message>
        <source>Time (%1)</source>
        <translation>시간 (%1)</translation>
    </message>
    <message>
        <source>Time (%1 after %2 s)</source>
        <translation>시간 (%1, %2 s 이후)</translation>
    </message>
</context>
<context>
    <name>EmbeddingsPage</name>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>라벨 없음</translation>
    </message>
    <message>
        <source>other recordings</source>
        <translation>다른 기록</translation>
    </message>
    <message>
        <source>● command</source>
        <translation>● 명령</translation>
    </message>
    <message>
        <source>▲ current</source>
        <translation>▲ 전류</translation>
    </message>
    <message>
        <source>Anomaly score</source>
        <translation>이상 점수</translation>
    </message>
</context>
<context>
    <name>PromiseText</name>
    <message>
        <source>hour</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>교대</translation>
    </message>
    <message>
        <source>day</source>
        <translation>일</translation>
    </message>
    <message>
        <source>week</source>
        <translation>주</translation>
    </message>
    <message>
        <source>%1 hours</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>Not kept by these data: too many normal items reach this line.</source>
        <translation>이 데이터에서 지켜지지 않습니다. 이 선에 닿는 정상 항목이 너무 많습니다.</translation>
    </message>
    <message>
        <source>Not supported by these data: %1 more normal images needed.</source>
        <translation>이 데이터로는 뒷받침되지 않습니다. 정상 이미지가 %1장 더 필요합니다.</translation>
    </message>
    <message>
        <source>Not supported by these data: %1 more normal hours needed.</source>
        <translation>이 데이터로는 뒷받침되지 않습니다. 정상 가동 %1시간이 더 필요합니다.</translation>
    </message>
    <message>
        <source>At most %1 false alarms per line per %2 (%3 % sure), from %4</source>
        <translation>라인당 오경보 최대 %1건/%2 (신뢰도 %3 %), 근거: %4</translation>
    </message>
    <message>
        <source>%1 normal images</source>
        <translation>정상 이미지 %1장</translation>
    </message>
    <message>
        <source>%1 normal hours</source>
        <translation>정상 가동 %1시간</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>지켜짐</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>깨짐</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>미정</translation>
    </message>
    <message>
        <source>; seen: %1 in %2 — %3</source>
        <translation>; 관측: %2 동안 %1건 — %3</translation>
    </message>
    <message>
        <source>; seen since %1: %2 in %3 — %4</source>
        <translation>; %1부터 관측: %3 동안 %2건 — %4</translation>
    </message>
</context>
<context>
    <name>RunPanels</name>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>F1, each at its own line</source>
        <translation>F1 (각자의 판정선에서)</translation>
    </message>
    <message>
        <source>AUROC of the pixels</source>
        <translation>픽셀 AUROC</translation>
    </message>
    <message>
        <source>Average precision of the pixels</source>
        <translation>픽셀 평균 정밀도</translation>
    </message>
    <message>
        <source>Overlap with the defects (AUPRO)</source>
        <translation>결함과 겹치는 정도(AUPRO)</translation>
    </message>
    <message>
        <source>Defect pixels found at few false ones (AUPIMO)</source>
        <translation>거짓 픽셀가 드물 때 찾은 결함 픽셀(AUPIMO)</translation>
    </message>
</context>
<context>
    <name>SceneLanes</name>
    <message>
        <source>%1 · sensors: %2</source>
        <translation>%1 · 센서: %2개</translation>
    </message>
    <message>
        <source>32-bit value  ·  roll-overs: %1  ·  torn reads: %2</source>
        <translation>32비트 값  ·  자리 넘침: %1  ·  어긋난 읽기: %2</translation>
    </message>
    <message>
        <source>low half, with %1</source>
        <translation>하위 절반, 짝 %1</translation>
    </message>
    <message>
        <source>high half, with %1</source>
        <translation>상위 절반, 짝 %1</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>meaning not known</source>
        <translation>의미 모름</translation>
    </message>
    <message>
        <source>bytes swapped</source>
        <translation>바이트 뒤바뀜</translation>
    </message>
</context>
<context>
    <name>SceneText</name>
    <message>
        <source>command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>current</source>
        <translation>전류</translation>
    </message>
    <message>
        <source>label</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>not used by models</source>
        <translation>모델에서 쓰지 않음</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>특징</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>구간</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ~ %2</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>%1 (version %2, %3)</source>
        <translation>%1 (버전 %2, %3)</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>flagged as abnormal</source>
        <translation>이상으로 표시됨</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>no run chosen</source>
        <translation>선택한 실행 없음</translation>
    </message>
    <message>
        <source>not scored by %1</source>
        <translation>%1: 점수 없음</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>부분</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>Fit all points</source>
        <translation>모든 점 맞춤</translation>
    </message>
    <message>
        <source>Show every point of the scatter</source>
        <translation>산점도의 모든 점을 표시</translation>
    </message>
    <message>
        <source>Switch between PCA and t-SNE</source>
        <translation>PCA와 t-SNE 전환</translation>
    </message>
    <message>
        <source>Project the embeddings with the other method</source>
        <translation>다른 방법으로 임베딩을 투영</translation>
    </message>
    <message>
        <source>Colour by the next property</source>
        <translation>다음 속성으로 색칠</translation>
    </message>
    <message>
        <source>Colour by label, score, recording or kind</source>
        <translation>라벨, 점수, 기록 또는 종류별로 색칠</translation>
    </message>
    <message>
        <source>Open the selected window on Signals</source>
        <translation>선택한 구간을 신호에서 열기</translation>
    </message>
    <message>
        <source>Show the first selected window&apos;s signals</source>
        <translation>선택한 첫 구간의 신호를 표시</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>학습…</translation>
    </message>
    <message>
        <source>Choose a model, data and options, and train in a process of its own</source>
        <translation>모델, 데이터, 옵션을 골라 별도 프로세스에서 학습</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 학습</translation>
    </message>
    <message>
        <source>Continue an interrupted training</source>
        <translation>중단된 학습을 계속</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Metrics with intervals on the test part</source>
        <translation>시험 부분의 지표와 신뢰 구간</translation>
    </message>
    <message>
        <source>Threshold by percentile</source>
        <translation>백분위 임계값</translation>
    </message>
    <message>
        <source>From the scores of healthy validation windows</source>
        <translation>정상 검증 구간의 점수로 결정</translation>
    </message>
    <message>
        <source>Threshold by F1</source>
        <translation>F1 임계값</translation>
    </message>
    <message>
        <source>The best F1 on labelled validation windows</source>
        <translation>라벨이 있는 검증 구간에서 F1이 가장 좋은 값</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Write an HTML report and open it</source>
        <translation>HTML 보고서를 만들어 열기</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>반복</translation>
    </message>
    <message>
        <source>Train again from the manifest and compare exactly</source>
        <translation>매니페스트로 다시 학습하여 정확히 비교</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Remove the chosen runs after a question</source>
        <translation>선택한 실행을 확인 후 제거</translation>
    </message>
    <message>
        <source>Logarithmic curves</source>
        <translation>로그 눈금 곡선</translation>
    </message>
    <message>
        <source>Switch the scale of the training curves</source>
        <translation>학습 곡선의 눈금 전환</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Show half of the time around the middle</source>
        <translation>가운데를 중심으로 절반의 시간을 표시</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Show twice the time around the middle</source>
        <translation>가운데를 중심으로 두 배의 시간을 표시</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>이전 시간</translation>
    </message>
    <message>
        <source>Move to earlier times</source>
        <translation>앞선 시간으로 이동</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>이후 시간</translation>
    </message>
    <message>
        <source>Move to later times</source>
        <translation>뒤의 시간으로 이동</translation>
    </message>
    <message>
        <source>To the beginning</source>
        <translation>처음으로</translation>
    </message>
    <message>
        <source>Move to the first sample</source>
        <translation>첫 샘플로 이동</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>끝으로</translation>
    </message>
    <message>
        <source>Move to the last sample</source>
        <translation>마지막 샘플로 이동</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Show the whole recording</source>
        <translation>전체 기록을 표시</translation>
    </message>
    <message>
        <source>Previous zoom</source>
        <translation>이전 확대</translation>
    </message>
    <message>
        <source>Go back to the zoom before</source>
        <translation>직전의 확대 상태로 돌아가기</translation>
    </message>
    <message>
        <source>First cursor</source>
        <translation>첫째 커서</translation>
    </message>
    <message>
        <source>Put the first cursor at the pointer</source>
        <translation>포인터 위치에 첫째 커서 놓기</translation>
    </message>
    <message>
        <source>Second cursor</source>
        <translation>둘째 커서</translation>
    </message>
    <message>
        <source>Put the second cursor at the pointer and show the differences</source>
        <translation>포인터 위치에 둘째 커서를 놓고 차이를 표시</translation>
    </message>
    <message>
        <source>Remove cursors</source>
        <translation>커서 제거</translation>
    </message>
    <message>
        <source>End a drag, or remove both cursors</source>
        <translation>끌기를 끝내거나 두 커서를 제거</translation>
    </message>
    <message>
        <source>Next flagged</source>
        <translation>다음 이상 구간</translation>
    </message>
    <message>
        <source>Go to the next window at or above the threshold</source>
        <translation>임계값 이상인 다음 구간으로 이동</translation>
    </message>
    <message>
        <source>Previous flagged</source>
        <translation>이전 이상 구간</translation>
    </message>
    <message>
        <source>Go to the previous window at or above the threshold</source>
        <translation>임계값 이상인 이전 구간으로 이동</translation>
    </message>
    <message>
        <source>Next scene</source>
        <translation>다음 장면</translation>
    </message>
    <message>
        <source>Open the next scene of the list</source>
        <translation>목록의 다음 장면 열기</translation>
    </message>
    <message>
        <source>Previous scene</source>
        <translation>이전 장면</translation>
    </message>
    <message>
        <source>Open the previous scene of the list</source>
        <translation>목록의 이전 장면 열기</translation>
    </message>
    <message>
        <source>Box zoom</source>
        <translation>영역 확대</translation>
    </message>
    <message>
        <source>Dragging zooms to a box instead of moving</source>
        <translation>끌면 이동 대신 영역을 확대</translation>
    </message>
    <message>
        <source>Linked</source>
        <translation>연결</translation>
    </message>
    <message>
        <source>All tracks share one time axis; off gives every track its own</source>
        <translation>모든 트랙이 하나의 시간 축을 공유, 끄면 트랙마다 별도의 축</translation>
    </message>
    <message>
        <source>Lock values</source>
        <translation>값 고정</translation>
    </message>
    <message>
        <source>Keep the value axes; off lets them follow what is visible</source>
        <translation>값 축을 유지, 끄면 보이는 값에 맞춤</translation>
    </message>
    <message>
        <source>Fit the matrix</source>
        <translation>행렬 맞춤</translation>
    </message>
    <message>
        <source>Show the whole batch</source>
        <translation>배치 전체를 표시</translation>
    </message>
    <message>
        <source>Next batch</source>
        <translation>다음 배치</translation>
    </message>
    <message>
        <source>Show the next 64 windows</source>
        <translation>다음 64개 구간을 표시</translation>
    </message>
    <message>
        <source>Previous batch</source>
        <translation>이전 배치</translation>
    </message>
    <message>
        <source>Show the 64 windows before</source>
        <translation>앞의 64개 구간을 표시</translation>
    </message>
    <message>
        <source>Next mismatch</source>
        <translation>다음 불일치</translation>
    </message>
    <message>
        <source>Choose the next command whose best current is not its own</source>
        <translation>가장 비슷한 전류가 자기 것이 아닌 다음 명령을 선택</translation>
    </message>
    <message>
        <source>Previous mismatch</source>
        <translation>이전 불일치</translation>
    </message>
    <message>
        <source>Choose the mismatch before</source>
        <translation>이전 불일치를 선택</translation>
    </message>
    <message>
        <source>Run the motor demonstration</source>
        <translation>모터 데모 실행</translation>
    </message>
    <message>
        <source>Simulate a motor with dull tools, train, and show the first find</source>
        <translation>무딘 공구가 있는 모터를 시뮬레이션하고, 학습하고, 첫 발견을 표시</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>작업 공간 열기…</translation>
    </message>
    <message>
        <source>Open a workspace folder, or create one</source>
        <translation>작업 공간 폴더를 열거나 새로 만들기</translation>
    </message>
    <message>
        <source>Import data…</source>
        <translation>데이터 가져오기…</translation>
    </message>
    <message>
        <source>Import CSV, HDF5, WAV or MAT files into the workspace</source>
        <translation>CSV, HDF5, WAV, MAT 파일을 작업 공간으로 가져오기</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>창 닫기</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>단축키…</translation>
    </message>
    <message>
        <source>Change, reset, export or import keyboard shortcuts</source>
        <translation>단축키 변경, 초기화, 내보내기, 가져오기</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Return to what was selected before</source>
        <translation>이전에 선택한 것으로 돌아가기</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Undo going back</source>
        <translation>뒤로 가기를 취소</translation>
    </message>
    <message>
        <source>Light or dark theme</source>
        <translation>밝은 테마 또는 어두운 테마</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>밝은 테마와 어두운 테마 전환</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>데스크톱 테마</translation>
    </message>
    <message>
        <source>Follow the desktop&apos;s light or dark setting</source>
        <translation>데스크톱의 밝기 설정을 따름</translation>
    </message>
    <message>
        <source>Language: English</source>
        <translation>언어: 영어</translation>
    </message>
    <message>
        <source>Show the window in English</source>
        <translation>창을 영어로 표시</translation>
    </message>
    <message>
        <source>Language: Korean</source>
        <translation>언어: 한국어</translation>
    </message>
    <message>
        <source>Show the window in Korean</source>
        <translation>창을 한국어로 표시</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>속성</translation>
    </message>
    <message>
        <source>Show or hide the facts and options of what is selected</source>
        <translation>선택한 것의 정보와 옵션을 표시하거나 숨기기</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Show or hide the list of jobs</source>
        <translation>작업 목록을 표시하거나 숨기기</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>배치 초기화</translation>
    </message>
    <message>
        <source>Put docks and window size back as they were delivered</source>
        <translation>독과 창 크기를 처음 상태로 되돌리기</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>실행 중인 작업 취소</translation>
    </message>
    <message>
        <source>Stop the newest running job; what it did so far is kept</source>
        <translation>가장 최근에 실행 중인 작업을 중지, 지금까지의 결과는 보존</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>명령 찾기…</translation>
    </message>
    <message>
        <source>Search every command in English or Korean</source>
        <translation>모든 명령을 영어나 한국어로 검색</translation>
    </message>
    <message>
        <source>Help: find a command…</source>
        <translation>도움말: 명령 찾기…</translation>
    </message>
    <message>
        <source>Keys of this page</source>
        <translation>이 페이지의 키</translation>
    </message>
    <message>
        <source>List the keys that work here</source>
        <translation>여기서 쓸 수 있는 키 목록</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>다음 이미지</translation>
    </message>
    <message>
        <source>Show the next image of the strip</source>
        <translation>목록의 다음 이미지를 표시</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>이전 이미지</translation>
    </message>
    <message>
        <source>Show the image before</source>
        <translation>이전 이미지를 표시</translation>
    </message>
    <message>
        <source>Heatmap on or off</source>
        <translation>히트맵 켜기/끄기</translation>
    </message>
    <message>
        <source>Show the image with and without its heatmap</source>
        <translation>이미지를 히트맵과 함께 또는 없이 표시</translation>
    </message>
    <message>
        <source>Contours on or off</source>
        <translation>윤곽선 켜기/끄기</translation>
    </message>
    <message>
        <source>Outline the unusual regions</source>
        <translation>이상한 영역의 윤곽을 표시</translation>
    </message>
    <message>
        <source>Ground truth on or off</source>
        <translation>정답 켜기/끄기</translation>
    </message>
    <message>
        <source>Outline what people marked as defect</source>
        <translation>사람이 결함으로 표시한 부분의 윤곽을 표시</translation>
    </message>
    <message>
        <source>Fit the image</source>
        <translation>이미지 맞춤</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>이미지 전체를 표시</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>크게</translation>
    </message>
    <message>
        <source>Zoom into the middle of the image</source>
        <translation>이미지 가운데를 확대</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>작게</translation>
    </message>
    <message>
        <source>Zoom out around the middle of the image</source>
        <translation>이미지 가운데를 중심으로 축소</translation>
    </message>
    <message>
        <source>Only wrong calls</source>
        <translation>잘못된 판정만</translation>
    </message>
    <message>
        <source>Show escapes and overkill only, or everything again</source>
        <translation>미검출과 과검출만 표시하거나 다시 모두 표시</translation>
    </message>
    <message>
        <source>Run the image demonstration</source>
        <translation>이미지 데모 실행</translation>
    </message>
    <message>
        <source>Simulate parts with defects, train, and show the first find</source>
        <translation>결함이 있는 부품을 시뮬레이션하고, 학습하고, 첫 발견을 표시</translation>
    </message>
    <message>
        <source>Look for drift</source>
        <translation>드리프트 찾기</translation>
    </message>
    <message>
        <source>Calibrate the detectors and run them over the data again</source>
        <translation>검출기를 보정하고 데이터에 다시 적용합니다</translation>
    </message>
    <message>
        <source>Next drift alarm</source>
        <translation>다음 드리프트 알람</translation>
    </message>
    <message>
        <source>Choose the next alarm&apos;s item on every page</source>
        <translation>다음 알람의 항목을 모든 페이지에서 선택합니다</translation>
    </message>
    <message>
        <source>Previous drift alarm</source>
        <translation>이전 드리프트 알람</translation>
    </message>
    <message>
        <source>Choose the alarm&apos;s item before</source>
        <translation>이전 알람의 항목을 선택합니다</translation>
    </message>
    <message>
        <source>Fit the timeline</source>
        <translation>시간축 맞춤</translation>
    </message>
    <message>
        <source>Show every item</source>
        <translation>모든 항목 보기</translation>
    </message>
    <message>
        <source>Check data and machine</source>
        <translation>데이터와 컴퓨터 검사</translation>
    </message>
    <message>
        <source>Run every health check again</source>
        <translation>모든 상태 검사를 다시 실행합니다</translation>
    </message>
    <message>
        <source>Next health problem</source>
        <translation>다음 문제</translation>
    </message>
    <message>
        <source>Choose the next check that found something</source>
        <translation>무언가를 찾은 다음 검사를 고릅니다</translation>
    </message>
    <message>
        <source>Previous health problem</source>
        <translation>이전 문제</translation>
    </message>
    <message>
        <source>Choose the check before that found something</source>
        <translation>무언가를 찾은 이전 검사를 고릅니다</translation>
    </message>
    <message>
        <source>Show the finding in Signals</source>
        <translation>신호에서 보기</translation>
    </message>
    <message>
        <source>Go to the scene and the time of the chosen finding</source>
        <translation>선택한 내용의 장면과 시간으로 갑니다</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>This item is normal</source>
        <translation>이 항목은 정상입니다</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>This item is abnormal</source>
        <translation>이 항목은 이상입니다</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>보류</translation>
    </message>
    <message>
        <source>Nobody can tell from this item</source>
        <translation>이 항목만으로는 판단할 수 없습니다</translation>
    </message>
    <message>
        <source>Previous item</source>
        <translation>이전 항목</translation>
    </message>
    <message>
        <source>Go back without a verdict</source>
        <translation>판정하지 않고 이전으로</translation>
    </message>
    <message>
        <source>Next item</source>
        <translation>다음 항목</translation>
    </message>
    <message>
        <source>Go on without a verdict</source>
        <translation>판정하지 않고 다음으로</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Leave this item for later</source>
        <translation>이 항목은 나중에 봅니다</translation>
    </message>
    <message>
        <source>Undo label</source>
        <translation>라벨 실행 취소</translation>
    </message>
    <message>
        <source>Take back the last label, also after a restart</source>
        <translation>마지막 라벨을 취소합니다(다시 시작한 뒤에도 가능)</translation>
    </message>
    <message>
        <source>Redo label</source>
        <translation>라벨 다시 실행</translation>
    </message>
    <message>
        <source>Give the label again that was taken back</source>
        <translation>취소한 라벨을 다시 붙입니다</translation>
    </message>
    <message>
        <source>New queue</source>
        <translation>새 대기열</translation>
    </message>
    <message>
        <source>Ask again what to review</source>
        <translation>검토할 항목을 다시 고릅니다</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>미세 조정</translation>
    </message>
    <message>
        <source>Learn from the labels; the result waits for you to accept it</source>
        <translation>라벨로 학습합니다. 결과는 적용할 때까지 기다립니다</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Use the model before the last accepted one again</source>
        <translation>마지막으로 적용하기 전의 모델을 다시 사용합니다</translation>
    </message>
    <message>
        <source>Draw the line by the method</source>
        <translation>방법으로 임계선 긋기</translation>
    </message>
    <message>
        <source>Fit the chosen method to the promise and show where its line lies</source>
        <translation>선택한 방법을 약속에 맞추어 계산하고 선의 위치를 보여줍니다</translation>
    </message>
    <message>
        <source>Save as a new version</source>
        <translation>새 버전으로 저장</translation>
    </message>
    <message>
        <source>Keep this line with author and reason; older versions stay</source>
        <translation>작성자와 이유와 함께 이 선을 보관합니다. 이전 버전도 남습니다</translation>
    </message>
    <message>
        <source>Raise the line</source>
        <translation>선 올리기</translation>
    </message>
    <message>
        <source>One pixel to the right</source>
        <translation>오른쪽으로 1픽셀</translation>
    </message>
    <message>
        <source>Lower the line</source>
        <translation>선 내리기</translation>
    </message>
    <message>
        <source>One pixel to the left</source>
        <translation>왼쪽으로 1픽셀</translation>
    </message>
    <message>
        <source>Review band</source>
        <translation>검토 구간</translation>
    </message>
    <message>
        <source>Show or hide a second, lower line: items between the two go to people</source>
        <translation>더 낮은 둘째 선을 보이거나 숨깁니다. 두 선 사이의 항목은 사람이 봅니다</translation>
    </message>
    <message>
        <source>Fit the histogram</source>
        <translation>히스토그램 맞춤</translation>
    </message>
    <message>
        <source>Show every score</source>
        <translation>모든 점수 보기</translation>
    </message>
    <message>
        <source>Next sensor</source>
        <translation>다음 센서</translation>
    </message>
    <message>
        <source>Choose the track below</source>
        <translation>아래 트랙 선택</translation>
    </message>
    <message>
        <source>Previous sensor</source>
        <translation>이전 센서</translation>
    </message>
    <message>
        <source>Choose the track above</source>
        <translation>위 트랙 선택</translation>
    </message>
    <message>
        <source>Make a pair</source>
        <translation>짝 만들기</translation>
    </message>
    <message>
        <source>The chosen sensor is the low half, the one named in the inspector the high half of one 32-bit value</source>
        <translation>선택한 센서를 하위 절반, 인스펙터에 적힌 센서를 상위 절반으로 하여 32비트 값을 만듭니다</translation>
    </message>
    <message>
        <source>Exchange halves</source>
        <translation>절반 바꾸기</translation>
    </message>
    <message>
        <source>The low half becomes the high half</source>
        <translation>하위 절반을 상위 절반으로 바꿉니다</translation>
    </message>
    <message>
        <source>Take apart</source>
        <translation>짝 풀기</translation>
    </message>
    <message>
        <source>Both halves stand alone again</source>
        <translation>두 절반을 다시 따로 둡니다</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Take back the last change that is not saved</source>
        <translation>저장하지 않은 마지막 변경을 되돌립니다</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation>변경을 다시 적용합니다</translation>
    </message>
    <message>
        <source>Save what the words mean</source>
        <translation>워드 의미 저장</translation>
    </message>
    <message>
        <source>Write the changes into the data set</source>
        <translation>변경 내용을 데이터 세트에 씁니다</translation>
    </message>
    <message>
        <source>Show the moment in Scene</source>
        <translation>장면에서 이 순간 보기</translation>
    </message>
    <message>
        <source>Go to the tracks of the chosen sensor and time</source>
        <translation>선택한 센서와 시간의 트랙으로 갑니다</translation>
    </message>
    <message>
        <source>Show the moment in Signals</source>
        <translation>신호에서 이 순간 보기</translation>
    </message>
    <message>
        <source>Go to the signals of the chosen time</source>
        <translation>선택한 시간의 신호로 갑니다</translation>
    </message>
    <message>
        <source>Highest score of the scene</source>
        <translation>장면의 최고 점수</translation>
    </message>
    <message>
        <source>Choose the sensor and moment with the highest score</source>
        <translation>점수가 가장 높은 센서와 순간을 고릅니다</translation>
    </message>
    <message>
        <source>Show the sensor in Scene</source>
        <translation>장면에서 센서 보기</translation>
    </message>
    <message>
        <source>Go to the tracks of the chosen sensor</source>
        <translation>선택한 센서의 트랙으로 갑니다</translation>
    </message>
    <message>
        <source>Paint ground truth</source>
        <translation>정답 마스크 그리기</translation>
    </message>
    <message>
        <source>Correct what is marked as defect in this image, or stop doing so</source>
        <translation>이 이미지에서 결함으로 표시된 곳을 고치거나, 고치기를 마칩니다</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>브러시</translation>
    </message>
    <message>
        <source>Mark defect by strokes</source>
        <translation>붓질로 결함을 표시합니다</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>지우개</translation>
    </message>
    <message>
        <source>Unmark by strokes</source>
        <translation>붓질로 표시를 지웁니다</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>다각형</translation>
    </message>
    <message>
        <source>Mark an area corner by corner; a double click closes it</source>
        <translation>꼭짓점을 찍어 영역을 표시합니다. 두 번 클릭하면 닫힙니다</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>브러시 작게</translation>
    </message>
    <message>
        <source>Make brush and eraser smaller</source>
        <translation>브러시와 지우개를 작게 합니다</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>브러시 크게</translation>
    </message>
    <message>
        <source>Make brush and eraser larger</source>
        <translation>브러시와 지우개를 크게 합니다</translation>
    </message>
    <message>
        <source>Undo stroke</source>
        <translation>붓질 취소</translation>
    </message>
    <message>
        <source>Take back the last stroke, polygon or corner</source>
        <translation>마지막 붓질, 다각형 또는 꼭짓점을 취소합니다</translation>
    </message>
    <message>
        <source>Redo stroke</source>
        <translation>붓질 다시 실행</translation>
    </message>
    <message>
        <source>Paint again what was taken back</source>
        <translation>취소한 것을 다시 그립니다</translation>
    </message>
    <message>
        <source>Save as ground truth</source>
        <translation>정답으로 저장</translation>
    </message>
    <message>
        <source>Write the mask; the one before is kept in the workspace</source>
        <translation>마스크를 기록합니다. 이전 마스크는 작업 공간에 보관됩니다</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>두 번째 모델</translation>
    </message>
    <message>
        <source>Show the image as another run sees it, beside this one</source>
        <translation>다른 실행이 본 같은 이미지를 옆에 보여 줍니다</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>지연 시간</translation>
    </message>
    <message>
        <source>Show how long an image takes, or the images again</source>
        <translation>이미지 한 장에 걸리는 시간을 보거나 이미지로 돌아갑니다</translation>
    </message>
    <message>
        <source>Measure latency</source>
        <translation>지연 시간 측정</translation>
    </message>
    <message>
        <source>Time every stage of judging an image, or cancel that</source>
        <translation>이미지 판정의 모든 단계를 재거나 취소합니다</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>폴더 가져오기…</translation>
    </message>
    <message>
        <source>Import a folder of images or recordings into the workspace</source>
        <translation>이미지나 기록이 든 폴더를 작업 공간으로 가져옵니다</translation>
    </message>
    <message>
        <source>Show its results</source>
        <translation>결과 보기</translation>
    </message>
    <message>
        <source>Go to the page that shows what the model found</source>
        <translation>모델이 찾은 것을 보여 주는 페이지로 갑니다</translation>
    </message>
    <message>
        <source>Put into use</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Let the candidate judge from now on</source>
        <translation>이제부터 후보 모델이 판정하게 합니다</translation>
    </message>
    <message>
        <source>Go back to the model before</source>
        <translation>이전 모델로 되돌리기</translation>
    </message>
    <message>
        <source>Take the model out of use; the one before judges again</source>
        <translation>이 모델을 쓰지 않고 이전 모델이 다시 판정하게 합니다</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Remove model</source>
        <translation>모델 삭제</translation>
    </message>
    <message>
        <source>Remove the model after a question</source>
        <translation>확인을 거쳐 모델을 삭제합니다</translation>
    </message>
    <message>
        <source>Adapt to the new condition…</source>
        <translation>새 조건에 맞추기…</translation>
    </message>
    <message>
        <source>Learn from the recent data without labels; the result waits for you to accept it</source>
        <translation>라벨 없이 최근 데이터에서 학습합니다. 결과는 사용자가 적용할 때까지 기다립니다</translation>
    </message>
    <message>
        <source>About Andon…</source>
        <translation>Andon 정보…</translation>
    </message>
    <message>
        <source>Version, pre-trained networks, libraries and their licences</source>
        <translation>버전, 사전 학습 네트워크, 라이브러리와 각각의 라이선스</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>일치도</translation>
    </message>
    <message>
        <source>Show or hide how far labels agree, contradictions and unlikely labels</source>
        <translation>라벨이 얼마나 일치하는지, 모순과 의심스러운 라벨을 보이거나 숨깁니다</translation>
    </message>
    <message>
        <source>Write the whole model as a folder for Andon or as a TorchScript or ONNX file; each is tested first</source>
        <translation>모델 전체를 Andon용 폴더나 TorchScript 또는 ONNX 파일로 씁니다. 쓰기 전에 모두 시험합니다</translation>
    </message>
</context>
<context>
    <name>andon::ui::AboutDialog</name>
    <message>
        <source>cannot be read</source>
        <translation>읽을 수 없음</translation>
    </message>
    <message>
        <source>None is at hand. To add one, run scripts/fetch-weights, or: andon weights import FILE</source>
        <translation>갖춰진 것이 없습니다. 추가하려면 scripts/fetch-weights 를 실행하거나 andon weights import FILE 을 실행하세요.</translation>
    </message>
    <message>
        <source> (taken by default)</source>
        <translation> (기본으로 사용)</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>명시되지 않음</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Full text</source>
        <translation>전문</translation>
    </message>
    <message>
        <source>not on this machine</source>
        <translation>이 컴퓨터에 없음</translation>
    </message>
    <message>
        <source>Finds what is wrong in factory signals and images.</source>
        <translation>공장의 신호와 이미지에서 잘못된 것을 찾아냅니다.</translation>
    </message>
    <message>
        <source>Build: %1</source>
        <translation>빌드: %1</translation>
    </message>
    <message>
        <source>Other libraries keep their licences under /usr/share/doc.</source>
        <translation>그 밖의 라이브러리의 라이선스는 /usr/share/doc 아래에 있습니다.</translation>
    </message>
    <message>
        <source>Formats and weights of others are listed in %1; other libraries keep their licences under /usr/share/doc.</source>
        <translation>외부의 파일 형식과 가중치는 %1 에 정리되어 있고, 그 밖의 라이브러리의 라이선스는 /usr/share/doc 아래에 있습니다.</translation>
    </message>
    <message>
        <source>Pre-trained networks</source>
        <translation>사전 학습 네트워크</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Other licences</source>
        <translation>그 밖의 라이선스</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>모두 복사</translation>
    </message>
    <message>
        <source>About Andon</source>
        <translation>Andon 정보</translation>
    </message>
    <message>
        <source>Reading the pre-trained networks …</source>
        <translation>사전 학습 네트워크를 읽는 중 …</translation>
    </message>
    <message>
        <source>Copy everything, with whole SHA-256 sums</source>
        <translation>SHA-256 전체 값을 포함하여 모두 복사</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>andon::ui::ActionRegistry</name>
    <message>
        <source>There is no action &apos;%1&apos;.</source>
        <translation>동작 &apos;%1&apos; 없음.</translation>
    </message>
    <message>
        <source>%1 belongs to &apos;%2&apos; already; change or clear that one first.</source>
        <translation>%1 키는 이미 &apos;%2&apos;에서 쓰고 있습니다. 먼저 그 키를 바꾸거나 지우십시오.</translation>
    </message>
</context>
<context>
    <name>andon::ui::AgreementView</name>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>보류</translation>
    </message>
    <message>
        <source>Comparing labels …</source>
        <translation>라벨을 비교하는 중 …</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1  [%2, %3], %4 items</source>
        <translation>%1  [%2, %3], %4개 항목</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa with its 95 % interval: 1 = always the same, 0 = as by chance. Equal labels: %1 %</source>
        <translation>코헨의 카파와 95 % 구간: 1 = 항상 같음, 0 = 우연과 같음. 같은 라벨: %1 %</translation>
    </message>
    <message>
        <source>Kappa of two reviewers</source>
        <translation>두 검토자의 카파</translation>
    </message>
    <message>
        <source>Kappa of first and repeated label</source>
        <translation>처음과 반복 라벨의 카파</translation>
    </message>
    <message>
        <source>Contradictions (%1)</source>
        <translation>모순 (%1)</translation>
    </message>
    <message>
        <source>Unlikely labels (%1)</source>
        <translation>의심스러운 라벨 (%1)</translation>
    </message>
    <message>
        <source>%1: %2, scores say %3</source>
        <translation>%1: %2, 점수로는 %3</translation>
    </message>
    <message>
        <source>Nothing to compare yet. Let a second person label the same items (queue «second review»), or label some of your own again («repeat my own»). Contradictions and labels that the scores speak against then appear here.</source>
        <translation>아직 비교할 것이 없습니다. 다른 사람이 같은 항목을 라벨링하게 하거나(대기열 «두 번째 검토»), 자신의 항목을 다시 라벨링하세요(«내 라벨 반복»). 그러면 모순과 점수에 어긋나는 라벨이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Unlikely labels cannot be listed yet: at least some ten labels of both kinds are needed.</source>
        <translation>의심스러운 라벨은 아직 나열할 수 없습니다. 두 종류의 라벨이 각각 열 개쯤 필요합니다.</translation>
    </message>
    <message>
        <source>Click an item to look at it again.</source>
        <translation>항목을 클릭하면 다시 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>일치도</translation>
    </message>
    <message>
        <source>Item or reviewers</source>
        <translation>항목 또는 검토자</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Agreement of labels</source>
        <translation>라벨의 일치도</translation>
    </message>
</context>
<context>
    <name>andon::ui::AnomalyPage</name>
    <message>
        <source>Scores of every sensor over time appear here, with who carries a moment.
Train the model &apos;scenes&apos; and evaluate it first.</source>
        <translation>시간에 따른 모든 센서의 점수와 그 순간의 기여도가 여기에 나타납니다.
먼저 &apos;scenes&apos; 모델을 학습하고 평가하세요.</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>실행으로 가기</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Scores by sensor and time</source>
        <translation>센서와 시간별 점수</translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation>시간 (s)</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>센서</translation>
    </message>
    <message>
        <source>Anomaly score</source>
        <translation>이상 점수</translation>
    </message>
    <message>
        <source>Sensors by their part in the moment</source>
        <translation>이 순간의 기여도별 센서</translation>
    </message>
    <message>
        <source>Load of the experts</source>
        <translation>전문가 부하</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>Reading the scores …</source>
        <translation>점수를 읽는 중…</translation>
    </message>
    <message>
        <source>Scores by sensor</source>
        <translation>센서별 점수</translation>
    </message>
    <message>
        <source>%1 (flagged)</source>
        <translation>%1 (이상 표시됨)</translation>
    </message>
    <message>
        <source>Run %1: highest score %2 at sensor %3, %4.</source>
        <translation>실행 %1: 최고 점수 %2, 센서 %3, %4.</translation>
    </message>
    <message>
        <source>Threshold: %1.</source>
        <translation>임계값: %1.</translation>
    </message>
    <message>
        <source>No threshold yet: nothing is flagged.</source>
        <translation>아직 임계값이 없어 표시된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Who carries %1 to %2</source>
        <translation>%1 ~ %2의 기여 센서</translation>
    </message>
    <message>
        <source>Expert %1</source>
        <translation>전문가 %1</translation>
    </message>
    <message>
        <source>Load of the experts, and its course in training</source>
        <translation>전문가 부하와 학습 중 변화</translation>
    </message>
    <message>
        <source>%1 carries less than 2 % of the load: no signal of its kind, or the gate gave it up. Train with more diversity, or longer with soft gates.</source>
        <translation>%1의 부하가 2 % 미만입니다. 그 종류의 신호가 없거나 게이트가 쓰지 않습니다. 다양성 가중치를 높이거나 부드러운 게이트로 더 오래 학습하세요.</translation>
    </message>
</context>
<context>
    <name>andon::ui::AugmentPreview</name>
    <message>
        <source>Augmentation preview</source>
        <translation>증강 미리보기</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>다시 뽑기</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>증강</translation>
    </message>
    <message>
        <source>Strength of the augmentation</source>
        <translation>증강 세기</translation>
    </message>
    <message>
        <source>none: as recorded</source>
        <translation>없음: 기록된 그대로</translation>
    </message>
    <message>
        <source>This augmentation does not fit what the sensor is; training leaves it out.</source>
        <translation>이 증강은 센서의 종류에 맞지 않아 학습에서 쓰이지 않습니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::BitLane</name>
    <message>
        <source>bit %1</source>
        <translation>비트 %1</translation>
    </message>
</context>
<context>
    <name>andon::ui::CandidateDesk</name>
    <message>
        <source>Candidate report</source>
        <translation>후보 모델 보고서</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>%1 now uses %2.</source>
        <translation>%1에서 이제 %2 모델을 사용합니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::CandidateReport</name>
    <message>
        <source>Candidate %1</source>
        <translation>후보 모델 %1</translation>
    </message>
    <message>
        <source>Learnt from %1 abnormal and %2 normal labels and %3 marked intervals. Judged on %4 held-out labels (%5 abnormal), which it never saw, and on the healthy validation items of the first training.</source>
        <translation>이상 라벨 %1개, 정상 라벨 %2개, 표시한 구간 %3개로 학습했습니다. 학습에 쓰지 않은 라벨 %4개(이상 %5개)와 첫 학습의 정상 검증 항목으로 평가했습니다.</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>사용 중: %1</translation>
    </message>
    <message>
        <source>Candidate: %1</source>
        <translation>후보: %1</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Score before</source>
        <translation>이전 점수</translation>
    </message>
    <message>
        <source>Score after</source>
        <translation>이후 점수</translation>
    </message>
    <message>
        <source>Verdict before</source>
        <translation>이전 판정</translation>
    </message>
    <message>
        <source>Verdict after</source>
        <translation>이후 판정</translation>
    </message>
    <message>
        <source>People said</source>
        <translation>사람의 판정</translation>
    </message>
    <message>
        <source>Figures before and after</source>
        <translation>전후 지표</translation>
    </message>
    <message>
        <source>Items whose verdict changes</source>
        <translation>판정이 바뀌는 항목</translation>
    </message>
    <message>
        <source>&amp;Use the candidate</source>
        <translation>후보 모델 적용(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Keep the model in use</source>
        <translation>현재 모델 유지(&amp;K)</translation>
    </message>
    <message>
        <source>%1 verdicts change</source>
        <translation>판정 %1개가 바뀝니다</translation>
    </message>
    <message>
        <source>Faults found (recall)</source>
        <translation>찾은 고장(재현율)</translation>
    </message>
    <message>
        <source>False alarms (share of normal)</source>
        <translation>오경보(정상 중 비율)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>Flagged of all items</source>
        <translation>전체 중 표시된 항목</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>표시됨</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>보류</translation>
    </message>
    <message>
        <source>Adapted to %1 recent items of %2 without labels; %3 were left out as not normal. Judged on %4 recent items and %5 labels (%6 abnormal), all held out, and on the healthy validation items known before. Figures that need labels of both kinds are missing where there are none.</source>
        <translation>라벨 없이 %2의 최근 항목 %1개에 맞추었고, 정상이 아닌 %3개는 제외했습니다. 따로 떼어 둔 최근 항목 %4개와 라벨 %5개(비정상 %6개), 그리고 이전부터 알던 정상 검증 항목으로 평가했습니다. 두 종류의 라벨이 모두 필요한 수치는 라벨이 없으면 비어 있습니다.</translation>
    </message>
    <message>
        <source>Flagged of the held-out recent items</source>
        <translation>떼어 둔 최근 항목 중 표시된 비율</translation>
    </message>
    <message>
        <source>Flagged of the healthy items known before</source>
        <translation>이전부터 알던 정상 항목 중 표시된 비율</translation>
    </message>
</context>
<context>
    <name>andon::ui::CheckModel</name>
    <message>
        <source>fine</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>look at it</source>
        <translation>확인 필요</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>검사 안 함</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>발견한 것</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>이 컴퓨터</translation>
    </message>
    <message>
        <source>the data</source>
        <translation>데이터</translation>
    </message>
</context>
<context>
    <name>andon::ui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Type a command, in English or Korean</source>
        <translation>명령을 영어나 한국어로 입력</translation>
    </message>
    <message>
        <source>Search for a command</source>
        <translation>명령 검색</translation>
    </message>
    <message>
        <source>Commands that match</source>
        <translation>일치하는 명령</translation>
    </message>
</context>
<context>
    <name>andon::ui::ContributionModel</name>
    <message>
        <source>Sensor</source>
        <translation>센서</translation>
    </message>
    <message>
        <source>Score now</source>
        <translation>현재 점수</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>최고</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
</context>
<context>
    <name>andon::ui::CornerSwitches</name>
    <message>
        <source>Language and theme</source>
        <translation>언어와 테마</translation>
    </message>
    <message>
        <source>English</source>
        <translation>영어</translation>
    </message>
    <message>
        <source>Show the window in English</source>
        <translation>창을 영어로 표시</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>한국어</translation>
    </message>
    <message>
        <source>Show the window in Korean</source>
        <translation>창을 한국어로 표시</translation>
    </message>
    <message>
        <source>Light or dark theme</source>
        <translation>밝은 테마 또는 어두운 테마</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>밝은 테마와 어두운 테마 전환</translation>
    </message>
</context>
<context>
    <name>andon::ui::DecodeEditor</name>
    <message>
        <source>What the words mean</source>
        <translation>워드의 의미</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Other half</source>
        <translation>다른 절반</translation>
    </message>
    <message>
        <source>Bytes swapped</source>
        <translation>바이트 뒤바뀜</translation>
    </message>
    <message>
        <source>Make a pair</source>
        <translation>짝 만들기</translation>
    </message>
    <message>
        <source>Exchange halves</source>
        <translation>절반 바꾸기</translation>
    </message>
    <message>
        <source>Take apart</source>
        <translation>짝 풀기</translation>
    </message>
    <message>
        <source>Bits that are fields of their own</source>
        <translation>독립된 필드인 비트</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Type of the chosen sensor</source>
        <translation>선택한 센서의 종류</translation>
    </message>
    <message>
        <source>Sensor with the other half</source>
        <translation>다른 절반을 가진 센서</translation>
    </message>
    <message>
        <source>Bit %1 is a field</source>
        <translation>비트 %1은(는) 필드</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>모름</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>half of a value</source>
        <translation>값의 절반</translation>
    </message>
    <message>
        <source>Click a track, or drag the name of a low half onto its high half.</source>
        <translation>트랙을 클릭하거나, 하위 절반의 이름을 상위 절반 위로 끌어다 놓으세요.</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>저장하는 중…</translation>
    </message>
    <message>
        <source>Changes not saved yet: %1</source>
        <translation>저장하지 않은 변경: %1</translation>
    </message>
</context>
<context>
    <name>andon::ui::DifferenceModel</name>
    <message>
        <source>Setting</source>
        <translation>설정</translation>
    </message>
</context>
<context>
    <name>andon::ui::DriftPage</name>
    <message>
        <source>Calibrating the detectors on the run&apos;s own data …</source>
        <translation>실행 자체의 데이터로 검출기를 보정하는 중 …</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>취소되었습니다.</translation>
    </message>
    <message>
        <source>%1 reference items</source>
        <translation>기준 항목 %1개</translation>
    </message>
    <message>
        <source>No drift in %1 items (detectors: %2, from %3).</source>
        <translation>항목 %1개에서 드리프트 없음 (검출기 %2개, %3).</translation>
    </message>
    <message>
        <source>Drift since item %1 of %2 (%3, %4; %5 of %6 detectors, from %7).</source>
        <translation>%2개 중 %1번째 항목부터 드리프트 (%3, %4; 검출기 %6개 중 %5개, %7).</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>한계</translation>
    </message>
    <message>
        <source>score</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>sensor</source>
        <translation>센서</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>특징</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>before the change</source>
        <translation>변화 이전</translation>
    </message>
    <message>
        <source>since the change</source>
        <translation>변화 이후</translation>
    </message>
    <message>
        <source>Nothing to explain: no detector has reached its limit.</source>
        <translation>설명할 것이 없습니다. 한계에 도달한 검출기가 없습니다.</translation>
    </message>
    <message>
        <source>new condition</source>
        <translation>새 조건</translation>
    </message>
    <message>
        <source>new fault</source>
        <translation>새 고장</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>미정</translation>
    </message>
    <message>
        <source>New condition or new fault? &lt;b&gt;%1&lt;/b&gt; — flagged since the change: %2, judged normal %3, abnormal %4.</source>
        <translation>새 조건인가, 새 고장인가? &lt;b&gt;%1&lt;/b&gt; — 변화 이후 표시됨: %2, 정상 판정 %3, 이상 판정 %4.</translation>
    </message>
    <message>
        <source>Judge some of the flagged items on the Review page.</source>
        <translation>검토 페이지에서 표시된 항목 몇 개를 판정하십시오.</translation>
    </message>
    <message>
        <source>There is no drift alarm.</source>
        <translation>드리프트 알람이 없습니다.</translation>
    </message>
    <message>
        <source>Alarm %1 of %2: %3 at %4</source>
        <translation>알람 %1/%2: %3, 위치 %4</translation>
    </message>
    <message>
        <source>Pa&amp;rt</source>
        <translation>부분(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Items per false alarm</source>
        <translation>오경보당 항목 수(&amp;I)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>test</source>
        <translation>시험</translation>
    </message>
    <message>
        <source>Part of the data</source>
        <translation>데이터 부분</translation>
    </message>
    <message>
        <source>Items between two false alarms of all detectors together</source>
        <translation>모든 검출기를 합쳐 오경보 사이의 항목 수</translation>
    </message>
    <message>
        <source>The detectors together alarm falsely once in so many items, on average, while nothing changes</source>
        <translation>변화가 없을 때 모든 검출기를 합쳐 평균적으로 이만큼의 항목마다 한 번 오경보를 냅니다</translation>
    </message>
    <message>
        <source>What moved</source>
        <translation>달라진 것</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Statistic / limit</source>
        <translation>통계량 / 한계</translation>
    </message>
    <message>
        <source>Drift statistics over their limits</source>
        <translation>한계 대비 드리프트 통계량</translation>
    </message>
    <message>
        <source>First component</source>
        <translation>첫째 성분</translation>
    </message>
    <message>
        <source>Second component</source>
        <translation>둘째 성분</translation>
    </message>
    <message>
        <source>Features before and after</source>
        <translation>전후의 특징</translation>
    </message>
    <message>
        <source>These items have no features; scores are watched.</source>
        <translation>이 항목에는 특징이 없어 점수를 지켜봅니다.</translation>
    </message>
    <message>
        <source>The scores and features of new items are compared here with what the run was trained on.
There is no finished run yet: train a model first.</source>
        <translation>새 항목의 점수와 특징을 실행이 학습한 데이터와 비교하는 곳입니다.
아직 완료된 실행이 없습니다. 먼저 모델을 학습하십시오.</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>실행으로 이동</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>The adaptation is running</source>
        <translation>조건 맞추기가 실행 중입니다</translation>
    </message>
    <message>
        <source>No drift was found: there is nothing to adapt to</source>
        <translation>드리프트가 발견되지 않아 맞출 조건이 없습니다</translation>
    </message>
    <message>
        <source>People call the flagged items abnormal: let the model learn from their labels on the Review page</source>
        <translation>사람들이 표시된 항목을 비정상이라고 판정했습니다. 검토 페이지에서 그 라벨로 모델을 학습시키십시오</translation>
    </message>
    <message>
        <source>This model, or these data, cannot be adapted without labels</source>
        <translation>이 모델이나 이 데이터는 라벨 없이 맞출 수 없습니다</translation>
    </message>
    <message>
        <source>Adapt to the new condition</source>
        <translation>새 조건에 맞추기</translation>
    </message>
    <message>
        <source>A candidate of %1 will learn from %2 without labels: normalisation is estimated anew and the upper layers move in tiny steps, on windows that nobody called abnormal and on healthy windows of the training beside them; then the threshold is fitted again. Faults that hide among the recent windows would be taken for normal. A quarter of the recordings is held out and judges the candidate. The model in use stays until you accept it.</source>
        <translation>%1의 후보 모델이 라벨 없이 %2에서 학습합니다. 아무도 비정상이라고 하지 않은 구간과 학습 때의 정상 구간으로 정규화를 다시 추정하고 상위 층을 아주 조금씩 움직인 다음, 임계값을 다시 맞춥니다. 최근 구간에 숨어 있는 고장은 정상으로 여겨지게 됩니다. 기록의 4분의 1은 따로 떼어 후보 모델을 평가합니다. 사용자가 적용하기 전까지 현재 모델은 그대로입니다.</translation>
    </message>
    <message>
        <source>&amp;Adapt</source>
        <translation>맞추기(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>나중에(&amp;N)</translation>
    </message>
    <message>
        <source>Adapt to the new condition…</source>
        <translation>새 조건에 맞추기…</translation>
    </message>
    <message>
        <source>A candidate of %1 will take the images of %2 that nobody called defective for good, beside those that it knows; then the threshold is fitted again. Defects that hide among the recent images would be taken for normal. A quarter of the images is held out and judges the candidate. The model in use stays until you accept it.</source>
        <translation>%1의 후보가 %2의 이미지 가운데 아무도 불량이라고 하지 않은 것을 이미 아는 이미지와 함께 양품으로 받아들이고, 임계값을 다시 맞춥니다. 최근 이미지에 숨은 결함은 정상으로 받아들여집니다. 이미지의 4분의 1은 떼어 두어 후보를 평가합니다. 받아들이기 전까지는 지금 쓰는 모델이 그대로 남습니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::EmbeddingsPage</name>
    <message>
        <source>%1 of %2
%3 s … %4 s
anomaly score %5, %6</source>
        <translation>%2 중 %1
%3 s … %4 s
이상 점수 %5, %6</translation>
    </message>
    <message>
        <source>command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>current</source>
        <translation>전류</translation>
    </message>
    <message>
        <source>Projecting command and current of every window with t-SNE …</source>
        <translation>모든 구간의 명령과 전류를 t-SNE로 투영하는 중…</translation>
    </message>
    <message>
        <source>Computing embeddings …</source>
        <translation>임베딩 계산 중…</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>임베딩</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>취소했습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 windows</source>
        <translation>%2개 구간 중 %1개</translation>
    </message>
    <message>
        <source> · the axes explain %1 % and %2 % of the variance</source>
        <translation> · 두 축이 분산의 %1 % 및 %2 % 설명</translation>
    </message>
    <message>
        <source>First principal component</source>
        <translation>제1 주성분</translation>
    </message>
    <message>
        <source>t-SNE, first coordinate</source>
        <translation>t-SNE 첫째 좌표</translation>
    </message>
    <message>
        <source>Second principal component</source>
        <translation>제2 주성분</translation>
    </message>
    <message>
        <source>t-SNE, second coordinate</source>
        <translation>t-SNE 둘째 좌표</translation>
    </message>
    <message>
        <source>&amp;Projection</source>
        <translation>투영(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>색(&amp;C)</translation>
    </message>
    <message>
        <source>Pa&amp;rt</source>
        <translation>부분(&amp;R)</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>label</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>anomaly score</source>
        <translation>이상 점수</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>test</source>
        <translation>시험</translation>
    </message>
    <message>
        <source>Projection</source>
        <translation>투영</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>색 기준</translation>
    </message>
    <message>
        <source>Part of the data</source>
        <translation>데이터의 부분</translation>
    </message>
    <message>
        <source>Scatter of embeddings</source>
        <translation>임베딩 산점도</translation>
    </message>
    <message>
        <source>Drag to lasso, Shift drags a rectangle, Ctrl adds, Enter opens the window on Signals.</source>
        <translation>끌면 올가미, Shift는 사각형, Ctrl은 추가, Enter는 구간을 신호에서 열기.</translation>
    </message>
    <message>
        <source>Legend (uncheck to hide); circles are commands, triangles currents</source>
        <translation>범례 (선택을 풀면 숨김), 원은 명령, 삼각형은 전류</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>범례</translation>
    </message>
    <message>
        <source>Selected windows</source>
        <translation>선택한 구간</translation>
    </message>
    <message>
        <source>Open on Signals</source>
        <translation>신호에서 열기</translation>
    </message>
    <message>
        <source>Every window of a run is a point here; windows that are alike lie together.
There is no finished run yet: train a model first.</source>
        <translation>실행의 모든 구간이 여기에 점으로 나타나며, 비슷한 구간은 가까이 놓입니다.
아직 완료된 실행이 없습니다. 먼저 모델을 학습하십시오.</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>실행으로 이동</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Selected windows: %1</source>
        <translation>선택한 구간: %1</translation>
    </message>
</context>
<context>
    <name>andon::ui::FindingModel</name>
    <message>
        <source>Scene</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>센서</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>%1 s to %2 s</source>
        <translation>%1초 ~ %2초</translation>
    </message>
    <message>
        <source>all of it</source>
        <translation>전 구간</translation>
    </message>
</context>
<context>
    <name>andon::ui::GalleryModel</name>
    <message>
        <source>%1
score %2</source>
        <translation>%1
점수 %2</translation>
    </message>
</context>
<context>
    <name>andon::ui::HealthPage</name>
    <message>
        <source>Looking at the data and this machine …</source>
        <translation>데이터와 이 컴퓨터를 살펴보는 중 …</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>상태 점검</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>취소했습니다.</translation>
    </message>
    <message>
        <source>Nothing is wrong.</source>
        <translation>문제가 없습니다.</translation>
    </message>
    <message>
        <source>%1 checks found something wrong, %2 something to look at.</source>
        <translation>검사 %1개에서 이상, %2개에서 확인할 것을 찾았습니다.</translation>
    </message>
    <message>
        <source>Data set %1, %2 scenes, and this machine: %3</source>
        <translation>데이터 세트 %1(장면 %2개)과 이 컴퓨터: %3</translation>
    </message>
    <message>
        <source>The data could not be looked at: %1 This machine: %2</source>
        <translation>데이터를 살펴볼 수 없습니다: %1 이 컴퓨터: %2</translation>
    </message>
    <message>
        <source>This machine: %1 Choose a data set on Start or Signals to have it checked, too.</source>
        <translation>이 컴퓨터: %1 시작이나 신호 페이지에서 데이터 세트를 고르면 함께 검사합니다.</translation>
    </message>
    <message>
        <source>Why it matters: %1</source>
        <translation>중요한 이유: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>할 일: %1</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>다시 검사</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>검사 목록</translation>
    </message>
    <message>
        <source>Findings of the chosen check</source>
        <translation>선택한 검사의 내용</translation>
    </message>
    <message>
        <source>Every check of the chosen data set and of this machine stands here.</source>
        <translation>선택한 데이터 세트와 이 컴퓨터의 모든 검사가 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>지금 검사</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
</context>
<context>
    <name>andon::ui::ImageCanvas</name>
    <message>
        <source>p-value</source>
        <translation>p 값</translation>
    </message>
</context>
<context>
    <name>andon::ui::ImagesInspector</name>
    <message>
        <source>Size %1 × %2 pixels</source>
        <translation>크기 %1 × %2 픽셀</translation>
    </message>
    <message>
        <source>Anomaly score %1, p-value %2</source>
        <translation>이상 점수 %1, p 값 %2</translation>
    </message>
    <message>
        <source>Threshold %1, version %2</source>
        <translation>임계값 %1, 버전 %2</translation>
    </message>
    <message>
        <source>Verdict: review</source>
        <translation>판정: 검토</translation>
    </message>
    <message>
        <source>Verdict: abnormal</source>
        <translation>판정: 이상</translation>
    </message>
    <message>
        <source>Verdict: normal</source>
        <translation>판정: 정상</translation>
    </message>
    <message>
        <source>Truth: abnormal (%1)</source>
        <translation>정답: 이상 (%1)</translation>
    </message>
    <message>
        <source>Truth: normal</source>
        <translation>정답: 정상</translation>
    </message>
    <message>
        <source>Escape: a defect that passes</source>
        <translation>미검출: 결함이 통과함</translation>
    </message>
    <message>
        <source>Overkill: a good part that is rejected</source>
        <translation>과검출: 양품이 불합격됨</translation>
    </message>
    <message>
        <source>Unusual regions: %1</source>
        <translation>이상한 영역: %1개</translation>
    </message>
    <message>
        <source>Click a spot of the image.</source>
        <translation>이미지의 한 점을 클릭하십시오.</translation>
    </message>
    <message>
        <source>%1
at %2, %3; distance %4. Hold B to compare.</source>
        <translation>%1
위치 %2, %3; 거리 %4. B를 누르고 있으면 비교합니다.</translation>
    </message>
    <message>
        <source>This image</source>
        <translation>이 이미지</translation>
    </message>
    <message>
        <source>Nearest good patch</source>
        <translation>가장 가까운 정상 패치</translation>
    </message>
    <message>
        <source>Training images that look least normal</source>
        <translation>가장 정상 같지 않은 학습 이미지</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>It is normal</source>
        <translation>정상입니다</translation>
    </message>
    <message>
        <source>It is abnormal</source>
        <translation>이상입니다</translation>
    </message>
    <message>
        <source>Kept in the log of labels; fine-tuning on the Review page learns from it</source>
        <translation>라벨 기록에 남으며, 검토 페이지의 미세 조정이 여기서 학습합니다</translation>
    </message>
</context>
<context>
    <name>andon::ui::ImagesLoader</name>
    <message>
        <source>Gallery</source>
        <translation>갤러리</translation>
    </message>
    <message>
        <source>Inspect %1 images</source>
        <translation>이미지 %1장 검사</translation>
    </message>
</context>
<context>
    <name>andon::ui::ImagesPage</name>
    <message>
        <source>Image</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Reading the scores …</source>
        <translation>점수를 읽는 중 …</translation>
    </message>
    <message>
        <source>Every kind</source>
        <translation>모든 종류</translation>
    </message>
    <message>
        <source>x %1 · y %2 · score %3 · p-value %4</source>
        <translation>x %1 · y %2 · 점수 %3 · p 값 %4</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 of %4 images</source>
        <translation>%1 · %2 · 이미지 %4개 중 %3개</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>모든 이미지</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>이상으로 표시됨</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>Review band</source>
        <translation>검토 구간</translation>
    </message>
    <message>
        <source>Wrong calls</source>
        <translation>잘못된 판정</translation>
    </message>
    <message>
        <source>Which images</source>
        <translation>어떤 이미지</translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation>결함 종류</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>히트맵</translation>
    </message>
    <message>
        <source>Opacity of the heatmap</source>
        <translation>히트맵 불투명도</translation>
    </message>
    <message>
        <source>Contours</source>
        <translation>윤곽선</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Images by anomaly score</source>
        <translation>이상 점수순 이미지</translation>
    </message>
    <message>
        <source>Image with heatmap</source>
        <translation>히트맵이 있는 이미지</translation>
    </message>
    <message>
        <source>Try the image demo</source>
        <translation>이미지 데모 해 보기</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>%1 of %2 files could not be judged; the details say why.</source>
        <translation>파일 %2개 중 %1개를 판정하지 못했습니다. 자세히에 이유가 있습니다.</translation>
    </message>
    <message>
        <source>Judging %1 images …</source>
        <translation>이미지 %1장을 판정하는 중 …</translation>
    </message>
    <message>
        <source>Inspect images</source>
        <translation>이미지 검사</translation>
    </message>
    <message>
        <source>files of no data set · %1 · %2 of %3 images</source>
        <translation>데이터 세트에 없는 파일 · %1 · 이미지 %3장 중 %2장</translation>
    </message>
    <message>
        <source>Close files</source>
        <translation>파일 닫기</translation>
    </message>
    <message>
        <source>Back to the images of the data set</source>
        <translation>데이터 세트의 이미지로 돌아갑니다</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>지연 시간</translation>
    </message>
    <message>
        <source>How long one image takes, and whether the takt of the line holds</source>
        <translation>이미지 한 장에 걸리는 시간과 라인의 택트를 지키는지 여부</translation>
    </message>
    <message>
        <source>Images and their latency</source>
        <translation>이미지와 지연 시간</translation>
    </message>
    <message>
        <source>Scored images are shown here with their heatmaps, the most anomalous first.
Drop a folder of images on the window to start, choose a run on images on the Runs page, or try the demo.</source>
        <translation>채점된 이미지를 이상 점수가 높은 순서로 히트맵과 함께 여기에 표시합니다.
이미지 폴더를 창에 놓아 시작하거나, 실행 페이지에서 이미지 실행을 선택하거나, 데모를 실행해 보세요.</translation>
    </message>
</context>
<context>
    <name>andon::ui::ImportDialog</name>
    <message>
        <source>Import %1</source>
        <translation>가져오기: %1</translation>
    </message>
    <message>
        <source>Imported %1: %2 recordings.</source>
        <translation>가져옴: %1, 기록 %2개.</translation>
    </message>
    <message>
        <source> %1 warnings.</source>
        <translation> 경고 %1개.</translation>
    </message>
    <message>
        <source>Replace data sets of the same name</source>
        <translation>같은 이름의 데이터 세트를 바꾸기</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Import data</source>
        <translation>데이터 가져오기</translation>
    </message>
    <message>
        <source>Files and the names of their data sets</source>
        <translation>파일과 데이터 세트 이름</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>파일 또는 폴더</translation>
    </message>
    <message>
        <source>Data set name</source>
        <translation>데이터 세트 이름</translation>
    </message>
    <message>
        <source>Column map</source>
        <translation>열 맵</translation>
    </message>
    <message>
        <source>none: guess channels, rates and units</source>
        <translation>없음: 채널, 샘플링 속도, 단위를 추정</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Choose a column map</source>
        <translation>열 맵 선택</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Start the import</source>
        <translation>가져오기 시작</translation>
    </message>
    <message>
        <source>Close without importing</source>
        <translation>가져오지 않고 닫기</translation>
    </message>
    <message>
        <source>Inspect %1 with %2</source>
        <translation>%2: %1 검사</translation>
    </message>
    <message>
        <source>%1 of %2 images are flagged.</source>
        <translation>이미지 %2장 중 %1장이 표시되었습니다.</translation>
    </message>
    <message>
        <source>%1 images have a score; %2 has no threshold yet.</source>
        <translation>이미지 %1장에 점수가 있습니다. %2에는 아직 임계값이 없습니다.</translation>
    </message>
    <message>
        <source>Imported %1: %2 images.</source>
        <translation>%1 가져오기 완료: 이미지 %2장.</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>signals</source>
        <translation>신호</translation>
    </message>
    <message>
        <source>import only</source>
        <translation>가져오기만</translation>
    </message>
    <message>
        <source>Model that judges the imported images</source>
        <translation>가져온 이미지를 판정할 모델</translation>
    </message>
    <message>
        <source>Then judge the images with</source>
        <translation>가져온 뒤 판정할 모델</translation>
    </message>
</context>
<context>
    <name>andon::ui::IntervalPlot</name>
    <message>
        <source>%1 of %2: %3 [%4, %5], 95 % interval</source>
        <translation>%2의 %1: %3 [%4, %5], 95 % 신뢰 구간</translation>
    </message>
</context>
<context>
    <name>andon::ui::JobModel</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>취소하는 중…</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
</context>
<context>
    <name>andon::ui::JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Nothing has run yet. Training, imports and scoring are listed here with their progress.</source>
        <translation>아직 실행한 작업이 없습니다. 학습, 가져오기, 점수 계산의 진행 상황이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Cancel the selected job</source>
        <translation>선택한 작업 취소</translation>
    </message>
    <message>
        <source>Clear ended</source>
        <translation>끝난 작업 지우기</translation>
    </message>
    <message>
        <source>Remove ended jobs from the list</source>
        <translation>끝난 작업을 목록에서 제거</translation>
    </message>
</context>
<context>
    <name>andon::ui::KeyOverlay</name>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Keys that work here</source>
        <translation>여기서 쓸 수 있는 키</translation>
    </message>
    <message>
        <source>This page</source>
        <translation>이 페이지</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>모든 곳</translation>
    </message>
    <message>
        <source>Any key closes this list. Change keys under Edit, Keyboard shortcuts.</source>
        <translation>아무 키나 누르면 닫힙니다. 키는 편집, 단축키에서 바꿀 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::LabelLane</name>
    <message>
        <source>Labels</source>
        <translation>라벨</translation>
    </message>
</context>
<context>
    <name>andon::ui::LatencyLab</name>
    <message>
        <source>Latency of %1</source>
        <translation>%1 지연 시간</translation>
    </message>
    <message>
        <source>Opening the model …</source>
        <translation>모델을 여는 중 …</translation>
    </message>
    <message>
        <source>Waiting for another job …</source>
        <translation>다른 작업을 기다리는 중 …</translation>
    </message>
    <message>
        <source>Timing image %1 of %2 …</source>
        <translation>이미지 %2장 중 %1번째를 재는 중 …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>first image</source>
        <translation>첫 이미지</translation>
    </message>
    <message>
        <source>%1 · %2 · %3, %4 threads · %5 images in turn · model opened in %6</source>
        <translation>%1 · %2 · %3, 스레드 %4개 · 이미지 %5장을 차례로 · 모델 여는 데 %6</translation>
    </message>
    <message>
        <source>Half of the images take less than %1, 19 of 20 less than %2. Type the takt of the line to see whether it holds.</source>
        <translation>이미지의 절반은 %1, 20장 중 19장은 %2 안에 끝납니다. 라인의 택트를 입력하면 지켜지는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>The takt of %1 held for all %2 images; the slowest took %3.</source>
        <translation>택트 %1: 이미지 %2장 모두 지켰습니다. 가장 느린 것은 %3 걸렸습니다.</translation>
    </message>
    <message>
        <source>The takt of %1 was missed by %2 of %3 images; the slowest took %4.</source>
        <translation>택트 %1: 이미지 %3장 중 %2장이 넘겼습니다. 가장 느린 것은 %4 걸렸습니다.</translation>
    </message>
    <message>
        <source>Takt</source>
        <translation>택트</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Takt: milliseconds that the line gives an image</source>
        <translation>택트: 라인이 이미지 한 장에 주는 시간(밀리초)</translation>
    </message>
    <message>
        <source>Images to time</source>
        <translation>측정할 이미지 수</translation>
    </message>
    <message>
        <source>p99 needs at least 100, p99.9 at least 1,000</source>
        <translation>p99에는 100장, p99.9에는 1,000장 이상이 필요합니다</translation>
    </message>
    <message>
        <source>Milliseconds of every stage</source>
        <translation>모든 단계의 시간(밀리초)</translation>
    </message>
    <message>
        <source>Times of the stages beside the takt</source>
        <translation>택트와 나란히 본 단계별 시간</translation>
    </message>
    <message>
        <source>Each bar puts the percentiles of the stages beside each other; the mark is the percentile of the whole, which may be less than their sum.</source>
        <translation>막대는 단계별 백분위수를 이어 붙인 것이고, 표시는 전체의 백분위수로 그 합보다 작을 수 있습니다.</translation>
    </message>
    <message>
        <source>How long one image takes from file to verdict is shown here, stage by stage, beside the takt of the line.
Other work on this computer makes the times longer.</source>
        <translation>이미지 한 장이 파일에서 판정까지 걸리는 시간을 단계별로 라인의 택트와 나란히 여기에 표시합니다.
이 컴퓨터의 다른 작업이 있으면 시간이 길어집니다.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
</context>
<context>
    <name>andon::ui::LatencyModel</name>
    <message>
        <source>decode the file</source>
        <translation>파일 디코딩</translation>
    </message>
    <message>
        <source>scale and normalise</source>
        <translation>크기 조정과 정규화</translation>
    </message>
    <message>
        <source>features</source>
        <translation>특징 추출</translation>
    </message>
    <message>
        <source>compare with normal</source>
        <translation>정상과 비교</translation>
    </message>
    <message>
        <source>heatmap and score</source>
        <translation>히트맵과 점수</translation>
    </message>
    <message>
        <source>file to verdict</source>
        <translation>파일에서 판정까지</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>First (ms)</source>
        <translation>첫 이미지 (ms)</translation>
    </message>
    <message>
        <source>p50 (ms)</source>
        <translation>p50(ms)</translation>
    </message>
    <message>
        <source>p95 (ms)</source>
        <translation>p95(ms)</translation>
    </message>
    <message>
        <source>p99 (ms)</source>
        <translation>p99(ms)</translation>
    </message>
    <message>
        <source>p99.9 (ms)</source>
        <translation>p99.9(ms)</translation>
    </message>
    <message>
        <source>In the order of work; the last row is the whole</source>
        <translation>작업 순서이며 마지막 행이 전체입니다</translation>
    </message>
    <message>
        <source>The first image after the model was opened</source>
        <translation>모델을 연 뒤 첫 이미지</translation>
    </message>
    <message>
        <source>Half of the images are faster</source>
        <translation>이미지의 절반은 더 빠릅니다</translation>
    </message>
    <message>
        <source>19 of 20 images are faster</source>
        <translation>20장 중 19장은 더 빠릅니다</translation>
    </message>
    <message>
        <source>99 of 100 images are faster</source>
        <translation>100장 중 99장은 더 빠릅니다</translation>
    </message>
    <message>
        <source>999 of 1,000 images are faster</source>
        <translation>1,000장 중 999장은 더 빠릅니다</translation>
    </message>
    <message>
        <source>Needs at least 1,000 images</source>
        <translation>이미지 1,000장 이상이 필요합니다</translation>
    </message>
    <message>
        <source>Needs at least 100 images</source>
        <translation>이미지 100장 이상이 필요합니다</translation>
    </message>
</context>
<context>
    <name>andon::ui::LatencyPlot</name>
    <message>
        <source>Time for one image (ms)</source>
        <translation>이미지 한 장의 시간(ms)</translation>
    </message>
    <message>
        <source>takt %1</source>
        <translation>택트 %1</translation>
    </message>
    <message>
        <source>the whole</source>
        <translation>전체</translation>
    </message>
</context>
<context>
    <name>andon::ui::Legend</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>andon::ui::MainWindow</name>
    <message>
        <source>Open workspace</source>
        <translation>작업 공간 열기</translation>
    </message>
    <message>
        <source>Open or create a workspace</source>
        <translation>작업 공간 열기 또는 만들기</translation>
    </message>
    <message>
        <source>Import data</source>
        <translation>데이터 가져오기</translation>
    </message>
    <message>
        <source>Signals (*.csv *.tsv *.txt *.h5 *.hdf5 *.wav *.mat);;All files (*)</source>
        <translation>신호 (*.csv *.tsv *.txt *.h5 *.hdf5 *.wav *.mat);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>속성</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Nothing was selected before.</source>
        <translation>이전에 선택한 것이 없습니다.</translation>
    </message>
    <message>
        <source>You have not gone back.</source>
        <translation>뒤로 간 적이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>실행 중인 작업이 없습니다.</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>폴더 가져오기</translation>
    </message>
</context>
<context>
    <name>andon::ui::MaskPainter</name>
    <message>
        <source>Save ground truth</source>
        <translation>정답 저장</translation>
    </message>
    <message>
        <source>The mask was not saved</source>
        <translation>마스크를 저장하지 못했습니다</translation>
    </message>
    <message>
        <source>Ground truth saved: %1</source>
        <translation>정답을 저장했습니다: %1</translation>
    </message>
    <message>
        <source>Brush %1 pixels%2</source>
        <translation>브러시 %1 픽셀%2</translation>
    </message>
    <message>
        <source> · not saved yet</source>
        <translation> · 아직 저장하지 않음</translation>
    </message>
    <message>
        <source>A mask belongs to an image of a data set: import the folder of this image first.</source>
        <translation>마스크는 데이터 세트의 이미지에 속합니다. 먼저 이 이미지의 폴더를 가져오십시오.</translation>
    </message>
</context>
<context>
    <name>andon::ui::MessageBar</name>
    <message>
        <source>%1: cancelled.</source>
        <translation>%1: 취소했습니다.</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 실패: %2</translation>
    </message>
    <message>
        <source> (1 of %1)</source>
        <translation> (%1개 중 1)</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>메시지의 자세한 내용</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>메시지 닫기</translation>
    </message>
    <message>
        <source>Kind of the message</source>
        <translation>메시지 종류</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Action of the message</source>
        <translation>메시지의 동작</translation>
    </message>
</context>
<context>
    <name>andon::ui::ModelsPage</name>
    <message>
        <source>Choose a model first</source>
        <translation>먼저 모델을 고르십시오</translation>
    </message>
    <message>
        <source>Only a candidate of a fine-tuning can be put into use</source>
        <translation>미세 조정으로 만든 후보 모델만 적용할 수 있습니다</translation>
    </message>
    <message>
        <source>No other model was in use before this one</source>
        <translation>이 모델 전에 쓰던 다른 모델이 없습니다</translation>
    </message>
    <message>
        <source>Only models for images can be exported</source>
        <translation>이미지 모델만 내보낼 수 있습니다</translation>
    </message>
    <message>
        <source>The model is in use, or a rollback leads back to it</source>
        <translation>사용 중이거나 되돌리기로 돌아갈 모델입니다</translation>
    </message>
    <message>
        <source>Reading the models of the workspace …</source>
        <translation>작업 공간의 모델을 읽는 중 …</translation>
    </message>
    <message>
        <source>Models: %1</source>
        <translation>모델: %1</translation>
    </message>
    <message>
        <source>Put into use</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>%1 now uses %2.</source>
        <translation>%1에서 이제 %2 모델을 사용합니다.</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 내보내기</translation>
    </message>
    <message>
        <source>Written to %1 and tested on %2 stored images.</source>
        <translation>%1에 쓰고 저장된 이미지 %2장으로 검사했습니다.</translation>
    </message>
    <message>
        <source>Trained models</source>
        <translation>학습된 모델</translation>
    </message>
    <message>
        <source>What can be done with the model</source>
        <translation>모델로 할 수 있는 일</translation>
    </message>
    <message>
        <source>Every trained model of this workspace is listed here, with the one that is in use.
There is none yet: train one on the Runs page, or try a demo.</source>
        <translation>이 작업 공간의 학습된 모델과 사용 중인 모델을 여기에 표시합니다.
아직 없습니다. 실행 페이지에서 학습하거나 데모를 실행해 보십시오.</translation>
    </message>
    <message>
        <source>Try a demo</source>
        <translation>데모 실행</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Bundle, a folder for Andon (*)</source>
        <translation>번들, Andon용 폴더 (*)</translation>
    </message>
    <message>
        <source>TorchScript, a file for other programs (*.pt)</source>
        <translation>TorchScript, 다른 프로그램용 파일 (*.pt)</translation>
    </message>
    <message>
        <source>ONNX, a file for other programs (*.onnx)</source>
        <translation>ONNX, 다른 프로그램용 파일 (*.onnx)</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>모델 내보내기</translation>
    </message>
    <message>
        <source>The file computes in 32 bits where the model computes in 16: its decision line is %1 instead of %2, and %3 of %4 normal images are judged otherwise.</source>
        <translation>모델은 16비트로, 파일은 32비트로 계산합니다. 판정선은 %2 대신 %1이고, 정상 이미지 %4장 중 %3장의 판정이 달라집니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::MovedModel</name>
    <message>
        <source>What</source>
        <translation>무엇</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>퍼짐</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>거리</translation>
    </message>
    <message>
        <source>Moved, p = %1</source>
        <translation>달라짐, p = %1</translation>
    </message>
    <message>
        <source>No clear change, p = %1</source>
        <translation>뚜렷한 변화 없음, p = %1</translation>
    </message>
    <message>
        <source>%1 σ</source>
        <translation>%1 σ</translation>
    </message>
</context>
<context>
    <name>andon::ui::OptionForm</name>
    <message>
        <source>Range: %1 to %2</source>
        <translation>범위: %1 ~ %2</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>%1 이상</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>%1 이하</translation>
    </message>
    <message>
        <source>Default: %1</source>
        <translation>기본값: %1</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>키: %1</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>옵션</translation>
    </message>
    <message>
        <source>Search options</source>
        <translation>옵션 검색</translation>
    </message>
    <message>
        <source>No option matches.</source>
        <translation>일치하는 옵션이 없습니다.</translation>
    </message>
    <message>
        <source>Reset to the default</source>
        <translation>기본값으로 되돌리기</translation>
    </message>
    <message>
        <source>Reset %1 to the default</source>
        <translation>%1: 기본값으로 되돌리기</translation>
    </message>
</context>
<context>
    <name>andon::ui::PairModel</name>
    <message>
        <source>right</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>order wrong</source>
        <translation>순서 틀림</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>틀림</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>놓침</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>모름</translation>
    </message>
    <message>
        <source>Low half</source>
        <translation>하위 절반</translation>
    </message>
    <message>
        <source>High half</source>
        <translation>상위 절반</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Bins with roll-overs</source>
        <translation>자리 넘침 구간 수</translation>
    </message>
    <message>
        <source>Compared with what is known</source>
        <translation>알려진 것과 비교</translation>
    </message>
</context>
<context>
    <name>andon::ui::PairView</name>
    <message>
        <source>Time in the window (s)</source>
        <translation>구간 내 시간 (s)</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Value (%1)</source>
        <translation>값 (%1)</translation>
    </message>
    <message>
        <source>Mismatch: another current is more similar to this command (%1) than its own (%2).</source>
        <translation>불일치: 이 명령은 자기 전류(%2)보다 다른 전류(%1)와 더 비슷합니다.</translation>
    </message>
    <message>
        <source>This command&apos;s own current is the most similar one (%1); the next is %2.</source>
        <translation>이 명령과 가장 비슷한 것은 자기 전류(%1)이며, 다음은 %2입니다.</translation>
    </message>
    <message>
        <source>Command of %1</source>
        <translation>명령: %1</translation>
    </message>
    <message>
        <source>Its own current, similarity %1</source>
        <translation>자기 전류, 유사도 %1</translation>
    </message>
    <message>
        <source>Current of %1, similarity %2</source>
        <translation>전류: %1, 유사도 %2</translation>
    </message>
    <message>
        <source>Best other current, of %1, similarity %2</source>
        <translation>가장 비슷한 다른 전류: %1, 유사도 %2</translation>
    </message>
    <message>
        <source>Command waveform</source>
        <translation>명령 파형</translation>
    </message>
    <message>
        <source>Current waveform</source>
        <translation>전류 파형</translation>
    </message>
    <message>
        <source>Best other current waveform</source>
        <translation>가장 비슷한 다른 전류 파형</translation>
    </message>
</context>
<context>
    <name>andon::ui::PathTaker</name>
    <message>
        <source>There is no file or folder %1 that can be read.</source>
        <translation>읽을 수 있는 파일이나 폴더가 없습니다: %1</translation>
    </message>
    <message>
        <source>The folder %1 holds neither signals (CSV, HDF5, WAV, MAT) nor images (PNG, JPEG, BMP, TIFF).</source>
        <translation>폴더에 신호(CSV, HDF5, WAV, MAT)도 이미지(PNG, JPEG, BMP, TIFF)도 없습니다: %1</translation>
    </message>
    <message>
        <source>%1 is no kind of file that can be read: signals are CSV, HDF5, WAV or MAT, images PNG, JPEG, BMP or TIFF.</source>
        <translation>읽을 수 있는 종류의 파일이 아닙니다: %1. 신호는 CSV, HDF5, WAV, MAT, 이미지는 PNG, JPEG, BMP, TIFF입니다.</translation>
    </message>
    <message>
        <source>%1 is not a file of this computer. Save it first, then drop the file.</source>
        <translation>이 컴퓨터의 파일이 아닙니다: %1. 먼저 저장한 뒤 파일을 놓으십시오.</translation>
    </message>
    <message>
        <source>Look at files</source>
        <translation>파일 살펴보기</translation>
    </message>
    <message>
        <source>No model for images is trained yet, so there is nothing to judge %1 by. Import a folder with good images first and train on it.</source>
        <translation>학습된 이미지 모델이 아직 없어 %1 파일을 판정할 수 없습니다. 먼저 양품 이미지 폴더를 가져와 학습하십시오.</translation>
    </message>
    <message>
        <source>Import its folder…</source>
        <translation>해당 폴더 가져오기…</translation>
    </message>
    <message>
        <source>%1 files or folders cannot be read; the details say why.</source>
        <translation>파일이나 폴더 %1개를 읽을 수 없습니다. 자세히에 이유가 있습니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::ProposalBanner</name>
    <message>
        <source>%1 labels were given since the model last learnt: enough to fine-tune it. The model in use stays until you accept the candidate.</source>
        <translation>모델이 마지막으로 학습한 뒤 라벨 %1개가 모였습니다. 미세 조정하기에 충분합니다. 후보 모델을 적용할 때까지 사용 중인 모델은 그대로입니다.</translation>
    </message>
    <message>
        <source>Fine-tune now</source>
        <translation>지금 미세 조정</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>나중에</translation>
    </message>
    <message>
        <source>Ask again after %1 more labels</source>
        <translation>라벨 %1개가 더 모이면 다시 묻습니다</translation>
    </message>
</context>
<context>
    <name>andon::ui::Rail</name>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
</context>
<context>
    <name>andon::ui::ReviewDesk</name>
    <message>
        <source>Review queue</source>
        <translation>검토 대기열</translation>
    </message>
</context>
<context>
    <name>andon::ui::ReviewPage</name>
    <message>
        <source>Choosing what to review …</source>
        <translation>검토할 항목을 고르는 중 …</translation>
    </message>
    <message>
        <source>Every item of this queue has a label.</source>
        <translation>이 대기열의 모든 항목에 라벨이 있습니다.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>취소했습니다.</translation>
    </message>
    <message>
        <source>The label was not saved</source>
        <translation>라벨이 저장되지 않았습니다</translation>
    </message>
    <message>
        <source>Audit: label random items (policy «audit») to learn how many faults are missed.</source>
        <translation>감사: 무작위 항목에 라벨을 붙이면(방식 «감사») 놓친 고장의 수를 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Audit of %1 random items: %2 % of what is not flagged is abnormal [%3, %4]; false alarms %5 % of normal items [%6, %7] (95 % intervals).</source>
        <translation>무작위 항목 %1개 감사: 표시되지 않은 항목의 %2 %가 이상 [%3, %4], 오경보는 정상 항목의 %5 % [%6, %7] (95 % 구간).</translation>
    </message>
    <message>
        <source>%1 of %2 labels</source>
        <translation>라벨 %1 / %2</translation>
    </message>
    <message>
        <source>Take back the last label, also after a restart</source>
        <translation>마지막 라벨을 취소합니다(다시 시작한 뒤에도 가능)</translation>
    </message>
    <message>
        <source>Undo the label of %1</source>
        <translation>%1의 라벨 취소</translation>
    </message>
    <message>
        <source>Nothing left to review in this queue</source>
        <translation>이 대기열에 검토할 항목이 없습니다</translation>
    </message>
    <message>
        <source>%1 · item %2 of %3</source>
        <translation>%1 · 항목 %2 / %3</translation>
    </message>
    <message>
        <source>%1 · score %2, threshold %3 (%4) · chosen by: %5</source>
        <translation>%1 · 점수 %2, 임계값 %3 (%4) · 고른 방식: %5</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>표시됨</translation>
    </message>
    <message>
        <source>not flagged</source>
        <translation>표시 안 됨</translation>
    </message>
    <message>
        <source>Fine-tuning is running</source>
        <translation>미세 조정이 실행 중입니다</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>미세 조정</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>혼합</translation>
    </message>
    <message>
        <source>highest scores</source>
        <translation>높은 점수</translation>
    </message>
    <message>
        <source>nearest to the threshold</source>
        <translation>임계값에 가까운 것</translation>
    </message>
    <message>
        <source>unlike each other</source>
        <translation>서로 다른 것</translation>
    </message>
    <message>
        <source>audit: random</source>
        <translation>감사: 무작위</translation>
    </message>
    <message>
        <source>second review</source>
        <translation>두 번째 검토</translation>
    </message>
    <message>
        <source>repeat my own</source>
        <translation>내 라벨 반복</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>대기열(&amp;Q)</translation>
    </message>
    <message>
        <source>How items are chosen</source>
        <translation>항목을 고르는 방식</translation>
    </message>
    <message>
        <source>Labels until fine-tuning</source>
        <translation>미세 조정까지의 라벨</translation>
    </message>
    <message>
        <source>1  Normal</source>
        <translation>1  정상</translation>
    </message>
    <message>
        <source>2  Abnormal</source>
        <translation>2  이상</translation>
    </message>
    <message>
        <source>3  Unsure</source>
        <translation>3  보류</translation>
    </message>
    <message>
        <source>Items that people should look at appear here, one at a time.
Nothing is left to review, or there is no finished run yet.</source>
        <translation>사람이 확인할 항목이 하나씩 여기에 나타납니다.
검토할 항목이 없거나 아직 끝난 실행이 없습니다.</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>실행으로 이동</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>the list of agreement</source>
        <translation>일치도 목록</translation>
    </message>
</context>
<context>
    <name>andon::ui::ReviewPanel</name>
    <message>
        <source>Nearest normal example: %1, distance %2, score %3</source>
        <translation>가장 가까운 정상 예: %1, 거리 %2, 점수 %3</translation>
    </message>
    <message>
        <source>Most alike, with their scores: %1</source>
        <translation>가장 비슷한 항목과 점수: %1</translation>
    </message>
    <message>
        <source>The item to judge, with what comes before and after it</source>
        <translation>판정할 항목과 그 앞뒤</translation>
    </message>
    <message>
        <source>Drag to mark an abnormal interval.</source>
        <translation>끌어서 이상 구간을 표시합니다.</translation>
    </message>
    <message>
        <source>Nearest normal example</source>
        <translation>가장 가까운 정상 예</translation>
    </message>
    <message>
        <source>This method keeps no good patches to compare with. H: heatmap on or off.</source>
        <translation>이 방법에는 비교할 정상 패치가 없습니다. H: 히트맵 켜기/끄기.</translation>
    </message>
    <message>
        <source>Nearest good patch: %1, distance %2. Hold B to compare; H: heatmap on or off.</source>
        <translation>가장 가까운 정상 패치: %1, 거리 %2. B를 누르고 있으면 비교, H: 히트맵 켜기/끄기.</translation>
    </message>
    <message>
        <source>The picture to judge, with its heatmap</source>
        <translation>판정할 그림과 히트맵</translation>
    </message>
    <message>
        <source>Nearest example that is not flagged: %1, distance %2, score %3</source>
        <translation>표시되지 않은 가장 비슷한 항목: %1, 거리 %2, 점수 %3</translation>
    </message>
    <message>
        <source>. Hold N to compare.</source>
        <translation>. N을 누르고 있으면 비교합니다.</translation>
    </message>
    <message>
        <source>This model describes an item by its score alone, so none can be found that are like it.</source>
        <translation>이 모델은 항목을 점수로만 나타내므로 비슷한 항목을 찾을 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::RunCommands</name>
    <message>
        <source>%1 is finished.</source>
        <translation>%1: 완료했습니다.</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>학습: %1</translation>
    </message>
    <message>
        <source>Resuming %1</source>
        <translation>이어서 학습: %1</translation>
    </message>
    <message>
        <source>Evaluating %1</source>
        <translation>평가: %1</translation>
    </message>
    <message>
        <source>%1: evaluated on %2 windows; AUROC is not defined for them.</source>
        <translation>%1: 구간 %2개로 평가했습니다. 이 데이터에서는 AUROC가 정의되지 않습니다.</translation>
    </message>
    <message>
        <source>%1: AUROC %2 on %3 windows, %4 of them abnormal.</source>
        <translation>%1: AUROC %2, 구간 %3개 중 이상 %4개.</translation>
    </message>
    <message>
        <source>Threshold of %1</source>
        <translation>임계값: %1</translation>
    </message>
    <message>
        <source>%1: threshold %2, version %3.</source>
        <translation>%1: 임계값 %2, 버전 %3.</translation>
    </message>
    <message>
        <source>%1: threshold %2 is not supported by these data: %3 more normal windows are needed.</source>
        <translation>%1: 이 데이터로는 임계값 %2 보장이 불가능합니다. 정상 구간이 %3개 더 필요합니다.</translation>
    </message>
    <message>
        <source>Report of %1</source>
        <translation>보고서: %1</translation>
    </message>
    <message>
        <source>The report is in %1</source>
        <translation>보고서 위치: %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Repeating %1</source>
        <translation>반복: %1</translation>
    </message>
    <message>
        <source>%1 was repeated exactly: weights and metrics are the same.</source>
        <translation>%1: 정확히 반복되었습니다. 가중치와 지표가 같습니다.</translation>
    </message>
    <message>
        <source>Remove runs</source>
        <translation>실행 제거</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Removing runs</source>
        <translation>실행 제거 중</translation>
    </message>
    <message>
        <source>%1 was repeated; differences: %2.</source>
        <translation>%1 반복 완료. 차이: %2.</translation>
    </message>
    <message>
        <source>Remove these runs with weights, history and scores? This cannot be undone.
%1</source>
        <translation>다음 실행의 가중치, 기록, 점수를 모두 삭제할까요? 되돌릴 수 없습니다.
%1</translation>
    </message>
    <message>
        <source>Runs removed: %1.</source>
        <translation>삭제한 실행: %1.</translation>
    </message>
</context>
<context>
    <name>andon::ui::RunModel</name>
    <message>
        <source>running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>Last evaluation, with its 95 % interval</source>
        <translation>마지막 평가와 95 % 신뢰 구간</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>데이터 세트</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>소요 시간</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>AUPR</source>
        <translation>AUPR</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Retrieval@1</source>
        <translation>Retrieval@1</translation>
    </message>
</context>
<context>
    <name>andon::ui::RunPanels</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>training now</source>
        <translation>학습 중</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Choose two runs or more to see what differs between them.</source>
        <translation>차이를 보려면 실행을 둘 이상 선택하십시오.</translation>
    </message>
    <message>
        <source>Nothing differs: model, options, seed, data and versions are the same.</source>
        <translation>차이 없음: 모델, 옵션, 시드, 데이터, 버전이 모두 같습니다.</translation>
    </message>
    <message>
        <source>None of the chosen runs was evaluated yet.</source>
        <translation>선택한 실행 중 평가된 것이 아직 없습니다.</translation>
    </message>
    <message>
        <source>Dots are values, whiskers 95 % intervals.</source>
        <translation>점은 값, 선은 95 % 신뢰 구간입니다.</translation>
    </message>
    <message>
        <source>a real difference</source>
        <translation>실제 차이</translation>
    </message>
    <message>
        <source>may be chance</source>
        <translation>우연일 수 있음</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>라벨 없음</translation>
    </message>
    <message>
        <source>%1 · normal</source>
        <translation>%1 · 정상</translation>
    </message>
    <message>
        <source>%1 · abnormal</source>
        <translation>%1 · 이상</translation>
    </message>
    <message>
        <source>None of the chosen runs has scores yet: evaluate it.</source>
        <translation>선택한 실행에 아직 점수가 없습니다. 먼저 평가하십시오.</translation>
    </message>
    <message>
        <source>Share of windows of each class by anomaly score. Scores of different models have different units.</source>
        <translation>이상 점수에 따른 클래스별 구간 비율. 모델이 다르면 점수의 단위도 다릅니다.</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation>학습 곡선</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Score distributions</source>
        <translation>점수 분포</translation>
    </message>
    <message>
        <source>Lo&amp;garithmic</source>
        <translation>로그 눈금(&amp;G)</translation>
    </message>
    <message>
        <source>Quantity of the training curves</source>
        <translation>학습 곡선의 항목</translation>
    </message>
    <message>
        <source>Differences between runs</source>
        <translation>실행 간 차이</translation>
    </message>
    <message>
        <source>Metrics with intervals</source>
        <translation>지표와 신뢰 구간</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Anomaly score</source>
        <translation>이상 점수</translation>
    </message>
    <message>
        <source>Share of windows (%)</source>
        <translation>구간 비율 (%)</translation>
    </message>
    <message>
        <source>Settings that differ: %1. Everything else is the same.</source>
        <translation>서로 다른 설정: %1. 나머지는 모두 같습니다.</translation>
    </message>
    <message>
        <source>Details of the chosen runs</source>
        <translation>선택한 실행의 자세한 내용</translation>
    </message>
    <message>
        <source>Pre-training</source>
        <translation>사전 학습</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>%1 minus %2, on the same items:</source>
        <translation>같은 항목에서 %1 − %2:</translation>
    </message>
    <message>
        <source>%1: %2 [%3, %4], p = %5 (%6).</source>
        <translation>%1: %2 [%3, %4], p = %5 (%6).</translation>
    </message>
    <message>
        <source>Evaluate both runs to see whether they really differ.</source>
        <translation>실제로 다른지 보려면 두 실행을 모두 평가하십시오.</translation>
    </message>
    <message>
        <source>They were evaluated on different data: evaluate both on the same to see whether they really differ.</source>
        <translation>서로 다른 데이터로 평가되었습니다. 실제로 다른지 보려면 같은 데이터로 둘 다 평가하십시오.</translation>
    </message>
    <message>
        <source>They did not score the same items: evaluate both again.</source>
        <translation>같은 항목을 채점하지 않았습니다. 둘 다 다시 평가하십시오.</translation>
    </message>
    <message>
        <source>%1 to %2 pixels</source>
        <translation>%1~%2 픽셀</translation>
    </message>
    <message>
        <source>Evaluate a run on images with defects to see which of them it finds.</source>
        <translation>결함이 있는 이미지로 실행을 평가하면 어떤 결함을 찾는지 보입니다.</translation>
    </message>
    <message>
        <source>Share of the defects found, with 95 % intervals: by kind, images that the line calls; by area, regions of the ground truth that the contours touch.</source>
        <translation>찾은 결함의 비율과 95 % 구간: 종류별은 판정선이 불량으로 부른 이미지, 면적별은 윤곽선이 닿은 정답 영역입니다.</translation>
    </message>
    <message>
        <source>Defects found</source>
        <translation>찾은 결함</translation>
    </message>
    <message>
        <source>Share of the defects found, by kind and by area</source>
        <translation>종류별·면적별로 찾은 결함의 비율</translation>
    </message>
    <message>
        <source>Share found</source>
        <translation>찾은 비율</translation>
    </message>
</context>
<context>
    <name>andon::ui::RunsPage</name>
    <message>
        <source>Choose one run first</source>
        <translation>먼저 실행을 하나 선택하십시오</translation>
    </message>
    <message>
        <source>The run is not finished</source>
        <translation>실행이 완료되지 않았습니다</translation>
    </message>
    <message>
        <source>Only an interrupted run can be resumed</source>
        <translation>중단된 실행만 이어서 학습할 수 있습니다</translation>
    </message>
    <message>
        <source>Choose a run first</source>
        <translation>먼저 실행을 선택하십시오</translation>
    </message>
    <message>
        <source>Reading the runs of the workspace …</source>
        <translation>작업 공간의 실행을 읽는 중…</translation>
    </message>
    <message>
        <source>List of runs</source>
        <translation>실행 목록</translation>
    </message>
    <message>
        <source>Details of runs</source>
        <translation>실행의 자세한 내용</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>모델 학습</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>실행 필터</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>All trained models of this workspace are listed here, to see what changed and which is better.
There is none yet.</source>
        <translation>이 작업 공간에서 학습한 모든 모델이 여기에 나열되어, 무엇이 바뀌었고 어느 것이 나은지 보여 줍니다.
아직 없습니다.</translation>
    </message>
    <message>
        <source>Train a model …</source>
        <translation>모델 학습…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Runs: %1</source>
        <translation>실행: %1</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Learning from %L1 normal images: a memory of %L2 patches, %L3 MB; about %L4 ms an image for features and %L5 ms to search.</source>
        <translation>정상 이미지 %L1장에서 학습: 패치 %L2개의 메모리, %L3 MB; 이미지당 특징 추출 약 %L4 ms, 검색 약 %L5 ms.</translation>
    </message>
</context>
<context>
    <name>andon::ui::SceneInspector</name>
    <message>
        <source>Scenes</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>Filter scenes</source>
        <translation>장면 거르기</translation>
    </message>
</context>
<context>
    <name>andon::ui::SceneLoader</name>
    <message>
        <source>Open %1</source>
        <translation>열기: %1</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>여는 중: %1</translation>
    </message>
    <message>
        <source>Open scene %1</source>
        <translation>장면 열기: %1</translation>
    </message>
    <message>
        <source>Opening scene %1</source>
        <translation>장면 여는 중: %1</translation>
    </message>
</context>
<context>
    <name>andon::ui::SceneModel</name>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>이상 표시</translation>
    </message>
    <message>
        <source>not flagged</source>
        <translation>표시 없음</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>점수 없음</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation>%1 (%2): %3</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>라벨</translation>
    </message>
</context>
<context>
    <name>andon::ui::ScenePage</name>
    <message>
        <source>Tracks of the scene by rate</source>
        <translation>주기별 장면 트랙</translation>
    </message>
    <message>
        <source>Scenes of many sensors appear here: values, bits, states and 32-bit values on one time axis.
Open a data set, or simulate scenes.</source>
        <translation>여러 센서의 장면이 여기에 나타납니다: 값, 비트, 상태, 32비트 값을 한 시간축에 표시합니다.
데이터 세트를 열거나 장면을 시뮬레이션하세요.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>시작으로 가기</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>%1 여는 중…</translation>
    </message>
    <message>
        <source>Showing %1</source>
        <translation>%1 표시</translation>
    </message>
    <message>
        <source>it holds no scene; import data into it</source>
        <translation>장면이 없습니다. 데이터를 가져오세요</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 실패: %2</translation>
    </message>
    <message>
        <source>Look at the words of %1</source>
        <translation>%1의 워드 살펴보기</translation>
    </message>
    <message>
        <source>Looking at the words</source>
        <translation>워드 살펴보기</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>변경한 것이 없습니다</translation>
    </message>
    <message>
        <source>Nothing was undone</source>
        <translation>되돌린 것이 없습니다</translation>
    </message>
    <message>
        <source>%1 is too long to preview; choose a shorter scene.</source>
        <translation>%1은(는) 너무 길어 미리 볼 수 없습니다. 더 짧은 장면을 고르세요.</translation>
    </message>
    <message>
        <source>Save what the words of %1 mean</source>
        <translation>%1의 워드 의미 저장</translation>
    </message>
    <message>
        <source>Saving what the words mean</source>
        <translation>워드 의미 저장</translation>
    </message>
    <message>
        <source>Saved. The data set has a new hash, because what is known is part of it.</source>
        <translation>저장했습니다. 알려진 의미도 데이터의 일부이므로 데이터 세트의 해시가 바뀌었습니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::ScoreLane</name>
    <message>
        <source>Anomaly score</source>
        <translation>이상 점수</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>임계값 %1</translation>
    </message>
    <message>
        <source>no threshold yet</source>
        <translation>아직 임계값 없음</translation>
    </message>
    <message>
        <source>score %1  ·  %2</source>
        <translation>점수 %1  ·  %2</translation>
    </message>
</context>
<context>
    <name>andon::ui::ScoreMap</name>
    <message>
        <source>%1, %2 to %3: %4</source>
        <translation>%1, %2 ~ %3: %4</translation>
    </message>
</context>
<context>
    <name>andon::ui::SecondModel</name>
    <message>
        <source>Second model</source>
        <translation>두 번째 모델</translation>
    </message>
    <message>
        <source>%1: score %2, no threshold yet</source>
        <translation>%1: 점수 %2, 아직 임계값 없음</translation>
    </message>
    <message>
        <source>%1: score %2, threshold %3, %4</source>
        <translation>%1: 점수 %2, 임계값 %3, %4</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>One model</source>
        <translation>모델 하나</translation>
    </message>
    <message>
        <source>The image as the second model sees it</source>
        <translation>두 번째 모델이 본 이미지</translation>
    </message>
</context>
<context>
    <name>andon::ui::Session</name>
    <message>
        <source>The last session could not be read, so the default layout is shown: %1</source>
        <translation>마지막 세션을 읽을 수 없어 기본 배치를 표시합니다: %1</translation>
    </message>
    <message>
        <source>The last session is damaged or from a newer version, so the default layout is shown.</source>
        <translation>마지막 세션이 손상되었거나 더 새로운 버전의 것이어서 기본 배치를 표시합니다.</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>세션 저장</translation>
    </message>
</context>
<context>
    <name>andon::ui::Settings</name>
    <message>
        <source>Your settings could not be read, so the defaults are used: %1</source>
        <translation>설정을 읽을 수 없어 기본값을 씁니다: %1</translation>
    </message>
    <message>
        <source>Your settings file is damaged, so the defaults are used: %1, at byte %2 of %3</source>
        <translation>설정 파일이 손상되어 기본값을 씁니다: %1, 위치 %2 바이트, %3</translation>
    </message>
</context>
<context>
    <name>andon::ui::ShortcutEditor</name>
    <message>
        <source>Use these keys</source>
        <translation>이 키 사용</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>이름이나 키로 검색</translation>
    </message>
    <message>
        <source>Search for an action</source>
        <translation>동작 검색</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>동작과 키</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>동작</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>새 키</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>충돌</translation>
    </message>
    <message>
        <source>Reset this one</source>
        <translation>이것만 초기화</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>모두 초기화</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>가져오기…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>모든 곳</translation>
    </message>
    <message>
        <source>%1 belongs to &apos;%2&apos; already; change or clear that one first.</source>
        <translation>%1 키는 이미 &apos;%2&apos;에서 쓰고 있습니다. 먼저 그 키를 바꾸거나 지우십시오.</translation>
    </message>
    <message>
        <source>Bold rows differ from the default.</source>
        <translation>굵은 행은 기본값과 다릅니다.</translation>
    </message>
    <message>
        <source>Export shortcuts</source>
        <translation>단축키 내보내기</translation>
    </message>
    <message>
        <source>Import shortcuts</source>
        <translation>단축키 가져오기</translation>
    </message>
    <message>
        <source>%1 shortcuts were not applied.</source>
        <translation>단축키 %1개를 적용하지 못했습니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::SignalLane</name>
    <message>
        <source>1 px = %1 samples</source>
        <translation>1 px = 샘플 %1개</translation>
    </message>
    <message>
        <source>unlinked: %1 to %2</source>
        <translation>연결 안 됨: %1 ~ %2</translation>
    </message>
    <message>
        <source>value axis locked</source>
        <translation>값 축 고정됨</translation>
    </message>
    <message>
        <source>samples cannot be read: %1</source>
        <translation>샘플을 읽을 수 없음: %1</translation>
    </message>
    <message>
        <source>reading samples …</source>
        <translation>샘플 읽는 중…</translation>
    </message>
    <message>
        <source>no sample</source>
        <translation>샘플 없음</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>누락</translation>
    </message>
    <message>
        <source>reading …</source>
        <translation>읽는 중…</translation>
    </message>
    <message>
        <source>%1, age %2</source>
        <translation>%1, %2 전</translation>
    </message>
    <message>
        <source>A %1   B %2   Δ %3</source>
        <translation>A %1   B %2   Δ %3</translation>
    </message>
    <message>
        <source>A %1</source>
        <translation>A %1</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>기준 %1</translation>
    </message>
</context>
<context>
    <name>andon::ui::SignalsInspector</name>
    <message>
        <source>Selected window</source>
        <translation>선택한 구간</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>Sensors</source>
        <translation>센서</translation>
    </message>
    <message>
        <source>Filter scenes</source>
        <translation>장면 필터</translation>
    </message>
    <message>
        <source>Filter sensors</source>
        <translation>센서 필터</translation>
    </message>
    <message>
        <source>%1%2, %3</source>
        <translation>%1%2, %3</translation>
    </message>
    <message>
        <source>Hz</source>
        <translation>Hz</translation>
    </message>
</context>
<context>
    <name>andon::ui::SignalsPage</name>
    <message>
        <source>Signals of a scene appear here: sensors, scores and labels on one time axis.
Open a data set, or try the motor demonstration.</source>
        <translation>장면의 신호가 여기에 나타납니다. 센서, 점수, 라벨을 하나의 시간 축에 표시합니다.
데이터 세트를 열거나 모터 데모를 실행해 보십시오.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>시작으로 이동</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>여는 중: %1…</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 실패: %2</translation>
    </message>
    <message>
        <source>Showing %1</source>
        <translation>표시 중: %1</translation>
    </message>
    <message>
        <source>it holds no scene; import data into it</source>
        <translation>장면이 없습니다. 데이터를 가져오십시오</translation>
    </message>
    <message>
        <source>no window is flagged</source>
        <translation>이상으로 표시된 구간이 없습니다</translation>
    </message>
    <message>
        <source>choose a scored run first</source>
        <translation>먼저 점수가 있는 실행을 선택하십시오</translation>
    </message>
    <message>
        <source>Tracks of the scene</source>
        <translation>장면의 트랙</translation>
    </message>
</context>
<context>
    <name>andon::ui::SimilarityPage</name>
    <message>
        <source>command %1 · current %2 · cosine %3</source>
        <translation>명령 %1 · 전류 %2 · 코사인 %3</translation>
    </message>
    <message>
        <source>Comparing commands with currents …</source>
        <translation>명령과 전류를 비교하는 중…</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>유사도</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>취소했습니다.</translation>
    </message>
    <message>
        <source>Click a cell to see the command, the current and the best other current.</source>
        <translation>칸을 누르면 명령, 전류, 가장 비슷한 다른 전류를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>No mismatch in this batch.</source>
        <translation>이 배치에는 불일치가 없습니다.</translation>
    </message>
    <message>
        <source>This batch has one window only: there is no other current.</source>
        <translation>이 배치에는 구간이 하나뿐이어서 다른 전류가 없습니다.</translation>
    </message>
    <message>
        <source>Waveforms of a pair</source>
        <translation>쌍의 파형</translation>
    </message>
    <message>
        <source>Pa&amp;rt</source>
        <translation>부분(&amp;R)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>test</source>
        <translation>시험</translation>
    </message>
    <message>
        <source>Part of the data</source>
        <translation>데이터의 부분</translation>
    </message>
    <message>
        <source>Previous batch (Page Up)</source>
        <translation>이전 배치 (Page Up)</translation>
    </message>
    <message>
        <source>Next batch (Page Down)</source>
        <translation>다음 배치 (Page Down)</translation>
    </message>
    <message>
        <source>Previous batch</source>
        <translation>이전 배치</translation>
    </message>
    <message>
        <source>Next batch</source>
        <translation>다음 배치</translation>
    </message>
    <message>
        <source>Current of window (number in the batch)</source>
        <translation>구간의 전류 (배치 내 번호)</translation>
    </message>
    <message>
        <source>Command of window (number in the batch)</source>
        <translation>구간의 명령 (배치 내 번호)</translation>
    </message>
    <message>
        <source>Cosine similarity</source>
        <translation>코사인 유사도</translation>
    </message>
    <message>
        <source>Similarity of commands and currents</source>
        <translation>명령과 전류의 유사도</translation>
    </message>
    <message>
        <source>Arrows move the chosen cell, Enter shows the pair.</source>
        <translation>화살표는 선택한 칸을 옮기고, Enter는 쌍을 표시합니다.</translation>
    </message>
    <message>
        <source>Every command of a batch is compared with every current here.
There is no finished run yet: train a model first.</source>
        <translation>배치의 모든 명령을 모든 전류와 여기에서 비교합니다.
아직 완료된 실행이 없습니다. 먼저 모델을 학습하십시오.</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>실행으로 이동</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Windows %1 to %2 · retrieval@1 %3 % (chance %4 %) · framed mismatches: %5</source>
        <translation>구간 %1–%2 · 검색@1 %3 % (우연 %4 %) · 테두리로 표시한 불일치: %5</translation>
    </message>
</context>
<context>
    <name>andon::ui::StartPage</name>
    <message>
        <source>%1 (missing)</source>
        <translation>%1 (없음)</translation>
    </message>
    <message>
        <source>Motor demonstration</source>
        <translation>모터 데모</translation>
    </message>
    <message>
        <source>Found in %1 s: %2 of %3 windows are flagged; this is the one with the highest anomaly score.</source>
        <translation>%1 s 만에 발견: %3개 구간 중 %2개가 이상으로 표시되었고, 이것은 이상 점수가 가장 높은 구간입니다.</translation>
    </message>
    <message>
        <source>Try the motor demo</source>
        <translation>모터 데모 해 보기</translation>
    </message>
    <message>
        <source>Simulates a motor axis that sometimes cuts with a dull tool, learns what is normal, and opens the first find. Takes less than a minute.</source>
        <translation>가끔 무딘 공구로 깎는 모터 축을 시뮬레이션하고, 정상 상태를 학습한 뒤, 첫 발견을 엽니다. 1분이 걸리지 않습니다.</translation>
    </message>
    <message>
        <source>Run the motor demo</source>
        <translation>모터 데모 실행</translation>
    </message>
    <message>
        <source>Open my data</source>
        <translation>내 데이터 열기</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>파일 선택…</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>최근 작업 공간</translation>
    </message>
    <message>
        <source>A workspace is a folder with data sets, runs and results.</source>
        <translation>작업 공간은 데이터 세트, 실행, 결과를 담는 폴더입니다.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>목록에서 제거</translation>
    </message>
    <message>
        <source>Image demonstration</source>
        <translation>이미지 데모</translation>
    </message>
    <message>
        <source>Found in %1 s: %2 of %3 images are flagged; this is the one with the highest anomaly score.</source>
        <translation>%1 s 만에 발견: 이미지 %3개 중 %2개가 이상으로 표시되었고, 이것은 이상 점수가 가장 높은 이미지입니다.</translation>
    </message>
    <message>
        <source>Find what is wrong in factory signals and images</source>
        <translation>공장 신호와 이미지에서 이상을 찾습니다</translation>
    </message>
    <message>
        <source>Andon learns from healthy recordings and good parts, and shows you what does not fit.</source>
        <translation>Andon은 정상 기록과 양품에서 배우고, 맞지 않는 것을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Try the image demo</source>
        <translation>이미지 데모 해 보기</translation>
    </message>
    <message>
        <source>Draws stamped parts, some with scratches, dents or stains, learns from the good ones, and shows where the others differ. Takes about a minute.</source>
        <translation>프레스 부품을 그리고(일부는 긁힘, 찍힘, 얼룩이 있음) 양품에서 배운 뒤, 다른 부품이 어디가 다른지 보여 줍니다. 약 1분이 걸립니다.</translation>
    </message>
    <message>
        <source>Run the image demo</source>
        <translation>이미지 데모 실행</translation>
    </message>
    <message>
        <source>Drop CSV, HDF5, WAV or MAT files, a folder of images or single images anywhere in this window, or choose them. A column map names channels, rates and units; without one Andon guesses and tells you.</source>
        <translation>CSV, HDF5, WAV, MAT 파일, 이미지 폴더나 낱장 이미지를 이 창 아무 곳에나 놓거나 선택하십시오. 열 맵은 채널, 속도, 단위를 지정합니다. 없으면 Andon이 추정하고 알려 줍니다.</translation>
    </message>
</context>
<context>
    <name>andon::ui::StatusRow</name>
    <message>
        <source>No jobs running</source>
        <translation>실행 중인 작업 없음</translation>
    </message>
    <message>
        <source> (+%1 waiting)</source>
        <translation> (+%1개 대기)</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>취소하는 중…</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>작업 공간</translation>
    </message>
    <message>
        <source>The workspace: the folder that keeps data sets, runs and results</source>
        <translation>작업 공간: 데이터 세트, 실행, 결과를 보관하는 폴더</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>CPU, %1 threads</source>
        <translation>CPU, 스레드 %1개</translation>
    </message>
    <message>
        <source>Running job</source>
        <translation>실행 중인 작업</translation>
    </message>
    <message>
        <source>Show or hide the list of jobs</source>
        <translation>작업 목록을 표시하거나 숨기기</translation>
    </message>
    <message>
        <source>Progress of the running job</source>
        <translation>실행 중인 작업의 진행</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>남은 시간</translation>
    </message>
    <message>
        <source>Cancel the running job</source>
        <translation>실행 중인 작업 취소</translation>
    </message>
</context>
<context>
    <name>andon::ui::StructureModel</name>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>half of a value</source>
        <translation>값의 절반</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>모름</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>센서</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>찾은 종류</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>알려진 종류</translation>
    </message>
    <message>
        <source>Bits found</source>
        <translation>찾은 비트</translation>
    </message>
    <message>
        <source>Bits known</source>
        <translation>알려진 비트</translation>
    </message>
    <message>
        <source>value %1, half of a value %2, bits %3</source>
        <translation>값 %1, 값의 절반 %2, 비트 %3</translation>
    </message>
    <message>
        <source>%1 (wrong)</source>
        <translation>%1 (틀림)</translation>
    </message>
</context>
<context>
    <name>andon::ui::StructurePage</name>
    <message>
        <source>What a structure model finds out about the words of a machine stands here: types, halves of 32-bit values, bits.
Train the model &apos;structure&apos; and evaluate it first.</source>
        <translation>구조 모델이 기계의 워드에서 알아낸 것이 여기에 나타납니다: 종류, 32비트 값의 절반, 비트.
먼저 &apos;structure&apos; 모델을 학습하고 평가하세요.</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>실행으로 가기</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Pair graph</source>
        <translation>짝 그래프</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>짝</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>Sensors and what they are</source>
        <translation>센서와 그 종류</translation>
    </message>
    <message>
        <source>Pairs of the scene</source>
        <translation>장면의 짝</translation>
    </message>
    <message>
        <source>Graph of the pairs</source>
        <translation>짝의 그래프</translation>
    </message>
    <message>
        <source>Attention between sensors</source>
        <translation>센서 사이의 어텐션</translation>
    </message>
    <message>
        <source>Sensor that is looked at</source>
        <translation>바라보는 대상 센서</translation>
    </message>
    <message>
        <source>Sensor that looks</source>
        <translation>바라보는 센서</translation>
    </message>
    <message>
        <source>Pairs and attention</source>
        <translation>짝과 어텐션</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>half of a value</source>
        <translation>값의 절반</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>right</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>order wrong</source>
        <translation>순서 틀림</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>틀림</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>놓침</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>모름</translation>
    </message>
    <message>
        <source>Reading what was found …</source>
        <translation>찾은 것을 읽는 중…</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>구조</translation>
    </message>
    <message>
        <source>%1 looks at %2: %3</source>
        <translation>%1이(가) %2을(를) 봄: %3</translation>
    </message>
    <message>
        <source>Run %1 on %2.</source>
        <translation>실행 %1, 데이터 %2.</translation>
    </message>
    <message>
        <source>Types: %1 of %2 right.</source>
        <translation>종류: %2개 중 %1개 맞음.</translation>
    </message>
    <message>
        <source>Nobody said yet what these sensors are.</source>
        <translation>이 센서들이 무엇인지 아직 알려지지 않았습니다.</translation>
    </message>
    <message>
        <source>Pairs: %1 right, %2 in the wrong order, %3 wrong, %4 missed.</source>
        <translation>짝: 맞음 %1, 순서 틀림 %2, 틀림 %3, 놓침 %4.</translation>
    </message>
</context>
<context>
    <name>andon::ui::ThresholdModel</name>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>False-alarm rate</source>
        <translation>오경보율</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>작성자</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>These data do not support the rate of this line</source>
        <translation>이 데이터는 이 선의 오경보율을 뒷받침하지 못합니다</translation>
    </message>
    <message>
        <source>%1 (review from %2)</source>
        <translation>%1 (%2부터 검토)</translation>
    </message>
</context>
<context>
    <name>andon::ui::ThresholdsFacts</name>
    <message>
        <source> (tail)</source>
        <translation> (꼬리 추정)</translation>
    </message>
    <message>
        <source> (counted)</source>
        <translation> (계수)</translation>
    </message>
    <message>
        <source>acceptable</source>
        <translation>적정</translation>
    </message>
    <message>
        <source>manageable</source>
        <translation>감당 가능</translation>
    </message>
    <message>
        <source>too many</source>
        <translation>너무 많음</translation>
    </message>
    <message>
        <source>called abnormal</source>
        <translation>이상으로 판정</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>&lt;b&gt;What this line does&lt;/b&gt;</source>
        <translation>&lt;b&gt;이 선의 결과&lt;/b&gt;</translation>
    </message>
    <message>
        <source>caught</source>
        <translation>검출</translation>
    </message>
    <message>
        <source>escapes</source>
        <translation>미검출</translation>
    </message>
    <message>
        <source>overkill</source>
        <translation>과검출</translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation>미검출</translation>
    </message>
    <message>
        <source>Overkill</source>
        <translation>과검출</translation>
    </message>
    <message>
        <source>Cost per 1,000 parts</source>
        <translation>1,000개당 비용</translation>
    </message>
    <message>
        <source>False-alarm rate</source>
        <translation>오경보율</translation>
    </message>
    <message>
        <source>False alarms expected</source>
        <translation>예상 오경보</translation>
    </message>
    <message>
        <source>Cost of an escape</source>
        <translation>미검출 비용</translation>
    </message>
    <message>
        <source>Cost of a false reject</source>
        <translation>과검출 비용</translation>
    </message>
    <message>
        <source>Abnormal in production</source>
        <translation>생산 중 이상 비율</translation>
    </message>
    <message>
        <source>as labelled</source>
        <translation>라벨대로</translation>
    </message>
    <message>
        <source>review</source>
        <translation>검토</translation>
    </message>
    <message>
        <source>abnormal, in review</source>
        <translation>이상, 검토 대상</translation>
    </message>
    <message>
        <source>normal, in review</source>
        <translation>정상, 검토 대상</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>검토할 비율</translation>
    </message>
    <message>
        <source>Cost of a review</source>
        <translation>검토 비용</translation>
    </message>
    <message>
        <source>at most %1 per hour</source>
        <translation>시간당 최대 %1건</translation>
    </message>
    <message>
        <source>%1 alarms</source>
        <translation>알람 %1건</translation>
    </message>
    <message>
        <source>, %1 of %2 faults missed</source>
        <translation>, 고장 %2건 중 %1건 미검출</translation>
    </message>
    <message>
        <source>%1 false per operator-hour</source>
        <translation>운전원 시간당 오경보 %1건</translation>
    </message>
    <message>
        <source>As raised on these items</source>
        <translation>이 항목에서 울린 알람</translation>
    </message>
    <message>
        <source>Alarms that this line would have raised on the scored items, with minimum length, hysteresis and merge gap; bands of ISA-18.2</source>
        <translation>점수를 매긴 항목에서 이 임계값이 울렸을 알람 (최소 길이, 히스테리시스, 병합 간격 적용), ISA-18.2 등급</translation>
    </message>
</context>
<context>
    <name>andon::ui::ThresholdsPage</name>
    <message>
        <source>Reading scores …</source>
        <translation>점수를 읽는 중 …</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>validation (%1)</source>
        <translation>검증 (%1)</translation>
    </message>
    <message>
        <source>normal (%1)</source>
        <translation>정상 (%1)</translation>
    </message>
    <message>
        <source>abnormal (%1)</source>
        <translation>이상 (%1)</translation>
    </message>
    <message>
        <source>no label (%1)</source>
        <translation>라벨 없음 (%1)</translation>
    </message>
    <message>
        <source>%1 · version %2 (%3)</source>
        <translation>%1 · 버전 %2 (%3)</translation>
    </message>
    <message>
        <source>%1 · no line yet</source>
        <translation>%1 · 아직 선 없음</translation>
    </message>
    <message>
        <source>This line promises no false-alarm rate yet.</source>
        <translation>이 선은 아직 오경보율을 약속하지 않습니다.</translation>
    </message>
    <message>
        <source>Fit a threshold</source>
        <translation>임계값 계산</translation>
    </message>
    <message>
        <source>There is no line to save yet.</source>
        <translation>아직 저장할 선이 없습니다.</translation>
    </message>
    <message>
        <source>Save a threshold</source>
        <translation>임계값 저장</translation>
    </message>
    <message>
        <source>Nothing was saved: these data do not support the promise.</source>
        <translation>저장하지 않았습니다. 이 데이터는 약속을 뒷받침하지 못합니다.</translation>
    </message>
    <message>
        <source>&amp;Method</source>
        <translation>방법(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Promise at most</source>
        <translation>약속: 최대(&amp;P)</translation>
    </message>
    <message>
        <source>false alarms per line per</source>
        <translation>건 이하의 오경보(라인당), 기간:</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>교대</translation>
    </message>
    <message>
        <source>day</source>
        <translation>일</translation>
    </message>
    <message>
        <source>week</source>
        <translation>주</translation>
    </message>
    <message>
        <source>&amp;Author</source>
        <translation>작성자(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>이유(&amp;R)</translation>
    </message>
    <message>
        <source>Why this line?</source>
        <translation>왜 이 선인가?</translation>
    </message>
    <message>
        <source>False alarms that are promised at most</source>
        <translation>약속하는 최대 오경보 수</translation>
    </message>
    <message>
        <source>Period of the promise</source>
        <translation>약속 기간</translation>
    </message>
    <message>
        <source>Promise of this line</source>
        <translation>이 선의 약속</translation>
    </message>
    <message>
        <source>Anomaly scores by class with the decision line</source>
        <translation>판정선과 클래스별 이상 점수</translation>
    </message>
    <message>
        <source>[ and ] move the line, B shows a review band.</source>
        <translation>[ 와 ] 로 선을 옮기고 B 로 검토 구간을 표시합니다.</translation>
    </message>
    <message>
        <source>Anomaly score</source>
        <translation>이상 점수</translation>
    </message>
    <message>
        <source>Share of its class (%)</source>
        <translation>클래스 내 비율 (%)</translation>
    </message>
    <message>
        <source>review</source>
        <translation>검토</translation>
    </message>
    <message>
        <source>The scores of a run are shown here with the line that decides, to choose where it lies and what it will cost.
There is no finished run yet: train a model first.</source>
        <translation>실행의 점수와 판정선을 보여주며, 선의 위치와 그 비용을 정하는 곳입니다.
아직 완료된 실행이 없습니다. 먼저 모델을 학습하십시오.</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>실행으로 이동</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Method that draws the line</source>
        <translation>선을 정하는 방법</translation>
    </message>
    <message>
        <source>Who decides</source>
        <translation>결정하는 사람</translation>
    </message>
    <message>
        <source>Can the tail be believed?</source>
        <translation>꼬리를 믿을 수 있습니까?</translation>
    </message>
    <message>
        <source> · groups with their own line: %1; drawn is the line of all others</source>
        <translation> · 자기 선이 있는 그룹: %1개, 그려진 것은 나머지 모두의 선입니다</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source> · the line moves with the scores; drawn is where it starts</source>
        <translation> · 점수를 따라 움직이는 선, 그려진 것은 시작 위치입니다</translation>
    </message>
    <message>
        <source>There is no line yet: choose a method and draw the line by it.</source>
        <translation>아직 선이 없습니다. 방법을 골라 그 방법으로 선을 그리십시오.</translation>
    </message>
    <message>
        <source>What can be done with the line</source>
        <translation>선으로 할 수 있는 일</translation>
    </message>
</context>
<context>
    <name>andon::ui::ThresholdsTail</name>
    <message>
        <source>No tail could be fitted: %1.</source>
        <translation>꼬리를 맞출 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>normal items</source>
        <translation>정상 항목</translation>
    </message>
    <message>
        <source>fitted tail</source>
        <translation>맞춘 꼬리</translation>
    </message>
    <message>
        <source>Both stay level above a good start of the tail, which is marked. 95 % limits.</source>
        <translation>표시된 꼬리 시작점이 알맞으면 그 위에서 둘 다 일정합니다. 95 % 한계.</translation>
    </message>
    <message>
        <source>Excesses against the fitted law: on the dashed line when the tail fits.</source>
        <translation>맞춘 분포에 대한 초과값: 꼬리가 맞으면 점선 위에 놓입니다.</translation>
    </message>
    <message>
        <source>Score that is reached once in so many normal items, with one-sided 95 % limits; the horizontal line is the threshold.</source>
        <translation>정상 항목 이만큼에 한 번 도달하는 점수와 한쪽 95 % 한계. 가로선은 임계값입니다.</translation>
    </message>
    <message>
        <source>Tail</source>
        <translation>꼬리</translation>
    </message>
    <message>
        <source>Mean residual life</source>
        <translation>평균 잔여 초과</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>안정성</translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation>분위수</translation>
    </message>
    <message>
        <source>Return levels</source>
        <translation>재현 수준</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Versions of the threshold</source>
        <translation>임계값 버전</translation>
    </message>
    <message>
        <source>Anomaly score</source>
        <translation>이상 점수</translation>
    </message>
    <message>
        <source>Share of normal items above</source>
        <translation>초과하는 정상 항목 비율</translation>
    </message>
    <message>
        <source>u (anomaly score)</source>
        <translation>u (이상 점수)</translation>
    </message>
    <message>
        <source>Mean excess over u</source>
        <translation>u 초과 평균</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>형상</translation>
    </message>
    <message>
        <source>Modified scale</source>
        <translation>수정 척도</translation>
    </message>
    <message>
        <source>Quantile of the fitted law</source>
        <translation>맞춘 분포의 분위수</translation>
    </message>
    <message>
        <source>Excess</source>
        <translation>초과값</translation>
    </message>
    <message>
        <source>Normal items between alarms</source>
        <translation>알람 사이 정상 항목 수</translation>
    </message>
    <message>
        <source>Tail of the normal scores</source>
        <translation>정상 점수의 꼬리</translation>
    </message>
    <message>
        <source>Stability of the shape</source>
        <translation>형상의 안정성</translation>
    </message>
    <message>
        <source>Stability of the scale</source>
        <translation>척도의 안정성</translation>
    </message>
    <message>
        <source>Quantile plot</source>
        <translation>분위수 그림</translation>
    </message>
    <message>
        <source> [%1 … %2]</source>
        <translation> [%1 … %2]</translation>
    </message>
    <message>
        <source>%1 clusters of %2 excesses</source>
        <translation>초과값 %2개의 군집 %1개</translation>
    </message>
    <message>
        <source>%1 excesses</source>
        <translation>초과값 %1개</translation>
    </message>
    <message>
        <source>Tail above %1 from %2: shape %3, fit p = %4, extremal index %5.</source>
        <translation>%1 위의 꼬리 (%2): 형상 %3, 적합 p = %4, 극값 지수 %5.</translation>
    </message>
    <message>
        <source>Mean excess over u: straight above a good start of the tail, which is marked; dashed as the fitted tail has it.</source>
        <translation>u를 넘는 평균 초과값: 꼬리의 시작(표시된 곳)이 좋으면 그 위에서 직선이 됩니다. 점선은 적합된 꼬리의 값입니다.</translation>
    </message>
    <message>
        <source>Start of the tail</source>
        <translation>꼬리의 시작</translation>
    </message>
    <message>
        <source>Percentile of the normal scores above which the tail is fitted</source>
        <translation>이 백분위수보다 높은 정상 점수에 꼬리를 맞춥니다</translation>
    </message>
    <message>
        <source>u = %1 (%2 %)</source>
        <translation>u = %1 (%2 %)</translation>
    </message>
</context>
<context>
    <name>andon::ui::TrackView</name>
    <message>
        <source>A %1</source>
        <translation>A %1</translation>
    </message>
    <message>
        <source>Δt 0 s</source>
        <translation>Δt 0 s</translation>
    </message>
    <message>
        <source>Δt %1  ·  1/Δt %2</source>
        <translation>Δt %1  ·  1/Δt %2</translation>
    </message>
    <message>
        <source>Hz</source>
        <translation>Hz</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>위치 %1</translation>
    </message>
    <message>
        <source>Lock the value axis</source>
        <translation>값 축 고정</translation>
    </message>
    <message>
        <source>Linked to the time axis</source>
        <translation>시간 축에 연결됨</translation>
    </message>
    <message>
        <source>%1 (low) with %2 (high)</source>
        <translation>%1(하위)과 %2(상위)</translation>
    </message>
</context>
<context>
    <name>andon::ui::TrainDialog</name>
    <message>
        <source>Train a model</source>
        <translation>모델 학습</translation>
    </message>
    <message>
        <source>name of a data set, or a folder</source>
        <translation>데이터 세트 이름 또는 폴더</translation>
    </message>
    <message>
        <source>a name of your own, or empty</source>
        <translation>원하는 이름, 비워도 됨</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>모델(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Data set</source>
        <translation>데이터 세트(&amp;D)</translation>
    </message>
    <message>
        <source>Run &amp;name</source>
        <translation>실행 이름(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>시드(&amp;S)</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>There is no model to train in this build.</source>
        <translation>이 빌드에는 학습할 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Choose a data set first.</source>
        <translation>먼저 데이터 세트를 선택하십시오.</translation>
    </message>
    <message>
        <source>&amp;Forecast</source>
        <translation>예측(&amp;F)</translation>
    </message>
    <message>
        <source>Reckons from a few images how much memory (MB) and time (ms an image) the run would take</source>
        <translation>이미지 몇 장으로 실행에 필요한 메모리(MB)와 시간(이미지당 ms)을 어림합니다</translation>
    </message>
    <message>
        <source>Looking at a few images …</source>
        <translation>이미지 몇 장을 살펴보는 중 …</translation>
    </message>
</context>
<context>
    <name>andon::ui::TrainedModels</name>
    <message>
        <source>in use</source>
        <translation>사용 중</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>후보 모델</translation>
    </message>
    <message>
        <source>used before</source>
        <translation>이전에 사용</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>되돌림</translation>
    </message>
    <message>
        <source>In use: scoring takes it. Candidate: fine-tuned, not accepted yet. Used before: a rollback leads back to it.</source>
        <translation>사용 중: 채점에 쓰입니다. 후보 모델: 미세 조정했지만 아직 적용하지 않았습니다. 이전에 사용: 되돌리면 이 모델로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Judges</source>
        <translation>판정 대상</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>학습 데이터</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>학습 시각</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>바탕 모델</translation>
    </message>
    <message>
        <source>images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>signals</source>
        <translation>신호</translation>
    </message>
    <message>
        <source>%1, version %2</source>
        <translation>%1, 버전 %2</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>아직 없음</translation>
    </message>
</context>
<context>
    <name>andon::ui::WeightsNote</name>
    <message>
        <source>No pre-trained weights are at hand. Without them, features are learnt from the normal images alone, which finds less.
To add them, run scripts/fetch-weights, or: andon weights import FILE</source>
        <translation>사전 학습 가중치가 없습니다. 없으면 특징을 정상 이미지만으로 학습하므로 덜 찾아냅니다.
추가하려면 scripts/fetch-weights 를 실행하거나 andon weights import FILE 을 실행하세요.</translation>
    </message>
</context>
<context>
    <name>andon::ui::WindowModel</name>
    <message>
        <source>abnormal</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>구간</translation>
    </message>
    <message>
        <source>Start (s)</source>
        <translation>시작 (s)</translation>
    </message>
    <message>
        <source>Anomaly score</source>
        <translation>이상 점수</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>라벨</translation>
    </message>
</context>
<context>
    <name>augmentations</name>
    <message>
        <source>Noise on values</source>
        <translation>값에 잡음</translation>
    </message>
    <message>
        <source>Larger or smaller amplitude of values</source>
        <translation>값의 진폭 변화</translation>
    </message>
    <message>
        <source>Single samples missing</source>
        <translation>낱개 표본 누락</translation>
    </message>
    <message>
        <source>One stretch missing</source>
        <translation>한 구간 누락</translation>
    </message>
    <message>
        <source>Flipped bits of words</source>
        <translation>워드의 비트 뒤집기</translation>
    </message>
    <message>
        <source>Time stretched and pressed</source>
        <translation>시간 늘이고 줄이기</translation>
    </message>
    <message>
        <source>Windows in another order</source>
        <translation>구간 순서 바꾸기</translation>
    </message>
</context>
<context>
    <name>detector</name>
    <message>
        <source>%1 patches of %2 images</source>
        <translation>이미지 %2개의 패치 %1개</translation>
    </message>
    <message>
        <source>%1 images with one vector each</source>
        <translation>벡터가 하나씩인 이미지 %1개</translation>
    </message>
    <message>
        <source>%1 positions</source>
        <translation>위치 %1곳</translation>
    </message>
    <message>
        <source>%1 features of %2</source>
        <translation>%2의 특징 %1개</translation>
    </message>
    <message>
        <source>cover radius %1</source>
        <translation>덮는 반경 %1</translation>
    </message>
    <message>
        <source>%1 patches of defects</source>
        <translation>결함 패치 %1개</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>a head of %1 channels on %2 features, trained on synthetic defects</source>
        <translation>합성 결함으로 학습한 헤드(채널 %1개, 특징 %2개)</translation>
    </message>
    <message>
        <source>convolutional autoencoder</source>
        <translation>합성곱 오토인코더</translation>
    </message>
    <message>
        <source>variational autoencoder</source>
        <translation>변분 오토인코더</translation>
    </message>
    <message>
        <source>student of a frozen network</source>
        <translation>고정된 네트워크의 학생 모델</translation>
    </message>
    <message>
        <source>trained here on %1 views of normal images</source>
        <translation>여기서 정상 이미지의 뷰 %1개로 학습</translation>
    </message>
    <message>
        <source>no pre-trained features</source>
        <translation>사전 학습된 특징 없음</translation>
    </message>
    <message>
        <source>features learnt here from the normal images</source>
        <translation>여기서 정상 이미지로 학습한 특징</translation>
    </message>
</context>
<context>
    <name>health</name>
    <message>
        <source>Missing samples</source>
        <translation>빠진 샘플</translation>
    </message>
    <message>
        <source>Models see interpolated values there and call the bridge normal.</source>
        <translation>모델은 그곳에서 보간한 값을 보고 그 구간을 정상으로 여깁니다.</translation>
    </message>
    <message>
        <source>Look for a loose connection or a logger that drops packets; leave long gaps out with a column map.</source>
        <translation>헐거운 연결이나 패킷을 잃는 기록 장치를 찾으십시오. 긴 공백은 열 지도로 제외하십시오.</translation>
    </message>
    <message>
        <source>Constant sensors</source>
        <translation>변하지 않는 센서</translation>
    </message>
    <message>
        <source>A sensor that never moves tells nothing, and its first move looks enormous.</source>
        <translation>한 번도 변하지 않는 센서는 아무것도 알려 주지 않으며, 처음 변할 때 매우 크게 보입니다.</translation>
    </message>
    <message>
        <source>Leave the sensor out (role: ignore) or check that it is connected.</source>
        <translation>센서를 제외하거나(역할: ignore) 연결을 확인하십시오.</translation>
    </message>
    <message>
        <source>Stuck sensors</source>
        <translation>멈춘 센서</translation>
    </message>
    <message>
        <source>A frozen value hides every fault while it lasts.</source>
        <translation>멈춘 값은 그동안의 모든 고장을 가립니다.</translation>
    </message>
    <message>
        <source>Did the machine stand still? If not, check the sensor and its bus, and mark the stretch abnormal.</source>
        <translation>기계가 멈춰 있었습니까? 아니라면 센서와 버스를 확인하고 그 구간을 이상으로 표시하십시오.</translation>
    </message>
    <message>
        <source>Saturated sensors</source>
        <translation>포화된 센서</translation>
    </message>
    <message>
        <source>Peaks beyond the range are cut off, so strong faults look weak.</source>
        <translation>범위를 넘는 꼭대기가 잘려 큰 고장이 약하게 보입니다.</translation>
    </message>
    <message>
        <source>Raise the measuring range or lower the gain.</source>
        <translation>측정 범위를 넓히거나 이득을 낮추십시오.</translation>
    </message>
    <message>
        <source>Single wild samples</source>
        <translation>튀는 단일 샘플</translation>
    </message>
    <message>
        <source>One wrong sample decides scales, thresholds and maxima.</source>
        <translation>틀린 샘플 하나가 눈금, 임계값, 최댓값을 정해 버립니다.</translation>
    </message>
    <message>
        <source>Filter at the source, or mark the samples as missing with a column map.</source>
        <translation>원천에서 거르거나 열 지도로 빠진 샘플로 표시하십시오.</translation>
    </message>
    <message>
        <source>Duplicate sensors</source>
        <translation>중복된 센서</translation>
    </message>
    <message>
        <source>Two copies of one signal count double in every model.</source>
        <translation>한 신호의 두 사본은 모든 모델에서 두 번 계산됩니다.</translation>
    </message>
    <message>
        <source>Leave one of them out (role: ignore), or correct the column map.</source>
        <translation>하나를 제외하거나(역할: ignore) 열 지도를 고치십시오.</translation>
    </message>
    <message>
        <source>Sampling rates and clocks</source>
        <translation>샘플링 속도와 시계</translation>
    </message>
    <message>
        <source>Sensors that last differently were sampled at other rates than stated, or their clocks jumped.</source>
        <translation>길이가 다른 센서는 적힌 것과 다른 속도로 기록되었거나 시계가 건너뛰었습니다.</translation>
    </message>
    <message>
        <source>Correct the rates in the column map; look for clock changes in the logger.</source>
        <translation>열 지도의 속도를 고치십시오. 기록 장치의 시계 변경을 찾아보십시오.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>A label outside the recording, or against the scene&apos;s own, spoils every figure.</source>
        <translation>기록 밖에 있거나 장면의 레이블과 어긋나는 레이블은 모든 수치를 망칩니다.</translation>
    </message>
    <message>
        <source>Correct the intervals or the label of the scene.</source>
        <translation>구간이나 장면의 레이블을 고치십시오.</translation>
    </message>
    <message>
        <source>The same sensors everywhere</source>
        <translation>모든 장면에 같은 센서</translation>
    </message>
    <message>
        <source>Models need the same sensors in every scene.</source>
        <translation>모델에는 모든 장면에 같은 센서가 필요합니다.</translation>
    </message>
    <message>
        <source>Choose the sensors with a column map; import odd files as a data set of their own.</source>
        <translation>열 지도로 센서를 고르십시오. 다른 파일은 별도의 데이터 세트로 가져오십시오.</translation>
    </message>
    <message>
        <source>Training data in the test</source>
        <translation>시험에 섞인 학습 데이터</translation>
    </message>
    <message>
        <source>A scene that is in two parts makes every figure too good.</source>
        <translation>두 부분에 모두 있는 장면은 모든 수치를 지나치게 좋게 만듭니다.</translation>
    </message>
    <message>
        <source>Remove one copy, or put both into the same part.</source>
        <translation>사본 하나를 지우거나 둘을 같은 부분에 두십시오.</translation>
    </message>
    <message>
        <source>Scenes of odd length</source>
        <translation>길이가 이상한 장면</translation>
    </message>
    <message>
        <source>Scenes cut short miss phases of the cycle.</source>
        <translation>도중에 끊긴 장면에는 주기의 일부가 없습니다.</translation>
    </message>
    <message>
        <source>Check whether the recording was interrupted.</source>
        <translation>기록이 중단되었는지 확인하십시오.</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>파일 읽기</translation>
    </message>
    <message>
        <source>What a reader has to guess or to leave out is not what was recorded.</source>
        <translation>읽을 때 추측하거나 버린 것은 기록된 것과 다릅니다.</translation>
    </message>
    <message>
        <source>Give a column map that says what the columns mean; repair the lines named here.</source>
        <translation>열의 뜻을 적은 열 지도를 주십시오. 여기에 적힌 줄을 고치십시오.</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>작업 공간</translation>
    </message>
    <message>
        <source>Linear algebra library</source>
        <translation>선형 대수 라이브러리</translation>
    </message>
    <message>
        <source>Fonts with Hangul</source>
        <translation>한글 글꼴</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>CPU bf16</source>
        <translation>CPU bf16</translation>
    </message>
    <message>
        <source>Disk space</source>
        <translation>디스크 공간</translation>
    </message>
    <message>
        <source>Database engine</source>
        <translation>데이터베이스 엔진</translation>
    </message>
    <message>
        <source>Database integrity</source>
        <translation>데이터베이스 무결성</translation>
    </message>
    <message>
        <source>Files of runs</source>
        <translation>실행 파일</translation>
    </message>
    <message>
        <source>Interrupted runs</source>
        <translation>중단된 실행</translation>
    </message>
    <message>
        <source>Leftovers</source>
        <translation>남은 임시 파일</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>발견한 것 없음</translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message>
        <source>the process that did the work stopped unexpectedly (signal %1). Nothing else was affected; resume the run or start it again. %2</source>
        <translation>작업 프로세스가 예기치 않게 중단되었습니다 (신호 %1). 다른 것에는 영향이 없습니다. 실행을 이어서 하거나 다시 시작하십시오. %2</translation>
    </message>
    <message>
        <source>%1:%2 left</source>
        <translation>%1:%2 남음</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>이동(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;This page</source>
        <translation>이 페이지(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>작업(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>What can I do now?</source>
        <translation>무엇을 할 수 있을까요?</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>신호</translation>
    </message>
    <message>
        <source>What happened, when?</source>
        <translation>언제 무슨 일이 있었나요?</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>임베딩</translation>
    </message>
    <message>
        <source>Which are alike, which are odd?</source>
        <translation>무엇이 비슷하고 무엇이 다른가요?</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>유사도</translation>
    </message>
    <message>
        <source>Does every command find its own current?</source>
        <translation>모든 명령이 자기 전류를 찾나요?</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Which is better, and what did I change?</source>
        <translation>무엇이 낫고, 무엇을 바꾸었나요?</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Is this part good, and why?</source>
        <translation>이 부품은 양품인가요, 왜 그런가요?</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>검토</translation>
    </message>
    <message>
        <source>What do I say about this one?</source>
        <translation>이 항목을 어떻게 판정할까요?</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>Where is the line, and what will it cost?</source>
        <translation>선은 어디이고, 비용은 얼마인가?</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>Is the world still the one I trained on?</source>
        <translation>지금 세상은 학습할 때와 같은가?</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>상태 점검</translation>
    </message>
    <message>
        <source>Can I trust my data and this machine?</source>
        <translation>내 데이터와 이 컴퓨터를 믿을 수 있습니까?</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>What do the words of this machine mean?</source>
        <translation>이 기계의 워드는 무엇을 뜻하는가?</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>구조</translation>
    </message>
    <message>
        <source>Which words are values, halves of values, or bits?</source>
        <translation>어느 워드가 값, 값의 절반, 비트인가?</translation>
    </message>
    <message>
        <source>Anomaly</source>
        <translation>이상</translation>
    </message>
    <message>
        <source>Which sensor is odd, and when?</source>
        <translation>어느 센서가 언제 이상한가?</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Which models are there, and which one judges?</source>
        <translation>어떤 모델이 있고, 어느 것이 판정하는가?</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Restore the last session at start</source>
        <translation>시작할 때 마지막 세션 복원</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>최근 작업 공간</translation>
    </message>
    <message>
        <source>Changed keyboard shortcuts</source>
        <translation>변경한 단축키</translation>
    </message>
    <message>
        <source>Folder of the last file dialog</source>
        <translation>마지막 파일 대화 상자의 폴더</translation>
    </message>
    <message>
        <source>Name of the reviewer; empty = the user&apos;s</source>
        <translation>검토자 이름(비우면 사용자 이름)</translation>
    </message>
    <message>
        <source>Labels before fine-tuning is proposed</source>
        <translation>미세 조정을 제안하기까지의 라벨 수</translation>
    </message>
    <message>
        <source>A second press of the same verdict within so many milliseconds is ignored</source>
        <translation>이 시간(밀리초) 안에 같은 판정을 다시 누르면 무시합니다</translation>
    </message>
    <message>
        <source>Takt of the line in ms; 0 = none</source>
        <translation>라인의 택트(ms), 0 = 없음</translation>
    </message>
    <message>
        <source>Proposals to fine-tune that were put off</source>
        <translation>미뤄 둔 미세 조정 제안</translation>
    </message>
</context>
</TS>
